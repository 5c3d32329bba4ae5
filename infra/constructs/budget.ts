import * as budgets from 'aws-cdk-lib/aws-budgets';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { nameOf } from '../names.ts';

/**
 * Tells by mail when the account's month is at 80 % of the budget, and when it is going to exceed it. Of the whole
 * account, since a filter by tag counts nothing until the tag is activated for billing.
 */
export function addBudget(scope: Construct, config: StageConfig): void {
  const { mail, monthlyBudgetUsd } = config.alarms;
  if (mail === undefined || monthlyBudgetUsd === undefined) return;
  const tell = (
    notificationType: string,
    threshold: number,
  ): budgets.CfnBudget.NotificationWithSubscribersProperty => ({
    notification: { notificationType, threshold, thresholdType: 'PERCENTAGE', comparisonOperator: 'GREATER_THAN' },
    subscribers: [{ subscriptionType: 'EMAIL', address: mail }],
  });
  new budgets.CfnBudget(scope, 'Budget', {
    budget: {
      budgetName: nameOf(config, 'monthly'),
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: monthlyBudgetUsd, unit: 'USD' },
    },
    notificationsWithSubscribers: [tell('ACTUAL', 80), tell('FORECASTED', 100)],
  });
}
