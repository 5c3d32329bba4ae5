import type { Inventory } from './inventory.ts';
import { free, prices } from './prices.ts';
import { idleRun, idleStorageGb, signIn, warmInstances } from './work.ts';

/** One line of a bill. */
export interface Line {
  item: string;
  /** US dollars. */
  amount: number;
  /** Of the amount, what an account that has nothing else in it gets for nothing. */
  free: number;
}

const minutesOfMonth = prices.hoursOfMonth * 60;
const million = 1_000_000;

/** A month in which nobody comes. */
export function idleMonth(stage: Inventory): Line[] {
  const runs = stage.scheduled.map((one) => ({ ...one, runs: minutesOfMonth / one.everyMinutes }));
  const gigabyteSeconds = runs.reduce((sum, one) => sum + one.runs * one.gigabytes * idleRun.seconds, 0);
  const reads = runs.reduce((sum, one) => sum + one.runs * one.secrets, 0);
  const starts = runs.reduce((sum, one) => sum + one.runs, 0);
  const logs = (starts * idleRun.logKilobytes) / million;
  return lines([
    ['database, least capacity', stage.leastAcu * prices.hoursOfMonth * prices.auroraAcuHour],
    ['database, storage', idleStorageGb * prices.auroraStorageGbMonth],
    ['cache, least size', stage.caches * prices.valkeyFloorGb * prices.hoursOfMonth * prices.valkeyGbHour],
    ['endpoints in the network', stage.endpointZones * prices.hoursOfMonth * prices.endpointHour],
    ['secrets', stage.secrets * prices.secretMonth + (reads / 10_000) * prices.secretReads10k],
    ['KMS key', stage.kmsKeys * prices.kmsKeyMonth],
    ['firewall', stage.webAcls * prices.webAclMonth + stage.webAclRules * prices.webAclRuleMonth],
    ['alarms', stage.alarmMetrics * prices.alarmMetricMonth, free.alarmMetrics * prices.alarmMetricMonth],
    ['dashboards', stage.dashboards * prices.dashboardMonth, free.dashboards * prices.dashboardMonth],
    ['functions by the clock', gigabyteSeconds * prices.lambdaGbSecond + (starts / million) * prices.lambdaMillion],
    ['logs', logs * prices.logsGb, free.logsGb * prices.logsGb],
  ]);
}

/** What a month with people in it costs besides, however few they are. */
export function usedMonth(stage: Inventory): Line[] {
  const { hoursOfMonth, auroraAcuHour, customMetricMonth } = prices;
  return lines([
    ['database kept awake', stage.leastAcu > 0 ? 0 : stage.awakeAcu * hoursOfMonth * auroraAcuHour],
    ['metrics of every flow', stage.customMetrics * customMetricMonth, free.customMetrics * customMetricMonth],
  ]);
}

/** A million sign-ins by password, without the month that they are in. */
export function millionSignIns(stage: Inventory): Line[] {
  const { gigabytes, secrets } = stage.signIn;
  const secretReads = (warmInstances * minutesOfMonth * secrets) / 10_000;
  const store =
    stage.caches > 0
      ? (signIn.storeWrites + signIn.storeReads) * prices.valkeyUnitsMillion
      : signIn.storeWrites * prices.dynamoWriteMillion + signIn.storeReads * prices.dynamoReadMillion;
  return lines([
    ['functions', gigabytes * signIn.seconds * million * prices.lambdaGbSecond + prices.lambdaMillion],
    ['API Gateway', prices.httpApiMillion],
    ['CloudFront', prices.cloudFrontMillion + prices.cloudFrontFunctionMillion],
    ['firewall', stage.webAcls * prices.webAclMillion],
    ['Data API', signIn.statements * prices.dataApiMillion],
    ['database, I/O', signIn.io * prices.auroraIoMillion],
    ['store', store],
    ['secrets read', secretReads * prices.secretReads10k],
    ['logs', signIn.logKilobytes * prices.logsGb],
    ['traces', signIn.tracedShare * prices.traceMillion],
  ]);
}

export function total(bill: readonly Line[]): number {
  return bill.reduce((sum, { amount }) => sum + amount, 0);
}

/** For an account that has nothing else in it. */
export function totalAlone(bill: readonly Line[]): number {
  return bill.reduce((sum, line) => sum + line.amount - line.free, 0);
}

function lines(bill: readonly (readonly [item: string, amount: number, free?: number])[]): Line[] {
  return bill.map(([item, amount, allowance = 0]) => ({ item, amount, free: Math.min(amount, allowance) }));
}
