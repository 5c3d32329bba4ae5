/** Counts and durations, written as CloudWatch embedded metric format. */
export interface Metrics {
  /** `name` is UpperCamelCase (`SignInSucceeded`); dimensions are few and of low cardinality. */
  count(name: string, dimensions?: Record<string, string>): void;
  duration(name: string, milliseconds: number, dimensions?: Record<string, string>): void;
}
