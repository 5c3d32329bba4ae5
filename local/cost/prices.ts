/**
 * What AWS asks, in US dollars without tax, as its price pages and ours of the cited services had it. Prices change and
 * differ between regions: check each against the price pages of your own region before you rely on a sum, and write the
 * day of your check here.
 */
export const prices = {
  checkedOn: '2026-11-25',
  region: 'us-east-1',
  hoursOfMonth: 730,
  /** Aurora Serverless v2, PostgreSQL, standard storage. */
  auroraAcuHour: 0.12,
  auroraStorageGbMonth: 0.1,
  auroraIoMillion: 0.2,
  /** Up to 32 kB each. */
  dataApiMillion: 0.35,
  secretMonth: 0.4,
  secretReads10k: 0.05,
  kmsKeyMonth: 1,
  /** Of the interface kind, in each zone. */
  endpointHour: 0.01,
  valkeyGbHour: 0.084,
  valkeyFloorGb: 0.1,
  valkeyUnitsMillion: 0.0023,
  alarmMetricMonth: 0.1,
  dashboardMonth: 3,
  customMetricMonth: 0.3,
  logsGb: 0.5,
  webAclMonth: 5,
  webAclRuleMonth: 1,
  webAclMillion: 0.6,
  cloudFrontMillion: 1,
  cloudFrontFunctionMillion: 0.1,
  httpApiMillion: 1,
  /** ARM. */
  lambdaGbSecond: 0.0000133334,
  lambdaMillion: 0.2,
  dynamoWriteMillion: 0.625,
  dynamoReadMillion: 0.125,
  traceMillion: 5,
  mail1k: 0.1,
} as const;

/** What an account gets each month for nothing, for ever. Another stage of the account may have used it up. */
export const free = { alarmMetrics: 10, customMetrics: 10, dashboards: 3, logsGb: 5 } as const;
