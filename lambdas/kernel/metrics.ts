import { Metrics as Emf, MetricUnit } from '@aws-lambda-powertools/metrics';

/** Counts and durations, written as CloudWatch embedded metric format. */
export interface Metrics {
  /** `name` is UpperCamelCase (`SignInSucceeded`); dimensions are few and of low cardinality. */
  count(name: string, dimensions?: Record<string, string>): void;
  duration(name: string, milliseconds: number, dimensions?: Record<string, string>): void;
}

type Unit = (typeof MetricUnit)[keyof typeof MetricUnit];

export interface MetricsOptions {
  /** The flow or worker that writes: a dimension of every metric. */
  service: string;
  namespace?: string;
  /** Takes one record without its line end; standard output unless given. */
  write?: (line: string) => void;
}

/** Powertools' embedded metric format: a record is written with each call, since a frozen function flushes nothing. */
export function createMetrics({ service, namespace = 'Gatehouse', write = toStandardOutput }: MetricsOptions): Metrics {
  const emf = new Emf({ namespace, serviceName: service });
  function record(name: string, unit: Unit, value: number, dimensions: Record<string, string> = {}): void {
    for (const key in dimensions) emf.addDimension(key, dimensions[key] ?? '');
    emf.addMetric(name, unit, value);
    write(JSON.stringify(emf.serializeMetrics()));
    emf.clearMetrics();
    emf.clearDimensions();
  }
  return {
    count: (name, dimensions) => record(name, MetricUnit.Count, 1, dimensions),
    duration: (name, milliseconds, dimensions) => record(name, MetricUnit.Milliseconds, milliseconds, dimensions),
  };
}

/** Writes nothing: where no CloudWatch reads standard output. */
export const silentMetrics: Metrics = { count: () => undefined, duration: () => undefined };

function toStandardOutput(line: string): void {
  process.stdout.write(`${line}\n`);
}
