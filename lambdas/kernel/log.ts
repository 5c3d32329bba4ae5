import { LogFormatter, Logger, LogItem, LogLevelThreshold } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import type { Clock } from '../ports/clock.ts';
import { encodeLine, safeValue } from './log-values.ts';

/** Structured log lines: one JSON object a line. Keys that name a secret are redacted wherever they stand. */
export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

export type Fields = Record<string, unknown>;

export interface LogOptions {
  clock: Clock;
  /** The flow or worker that writes. */
  service: string;
  level?: 'debug' | 'info' | 'warn' | 'error';
  /** Takes one line without its end; standard output unless given. */
  write?: (line: string) => void;
}

/**
 * Powertools' logger with our clock, redaction and encoding. Whatever a value holds, a record stays one line of ASCII
 * control-free JSON, so that nobody can forge a second record or drive a terminal (OWASP Logging Cheat Sheet).
 */
export function createLog({ clock, service, level = 'info', write = toStandardOutput }: LogOptions): Log {
  const logger = new LineLogger(
    {
      serviceName: service,
      logLevel: level === 'debug' ? 'DEBUG' : level === 'info' ? 'INFO' : level === 'warn' ? 'WARN' : 'ERROR',
      logFormatter: new RecordFormatter(clock),
      jsonReplacerFn: safeValue,
    },
    write,
  );
  // What is not written costs nothing: the logger itself reads the environment before it looks at the level.
  const writer = (name: keyof Log, threshold: number): Log['info'] =>
    threshold < logger.level ? () => undefined : (message, fields = {}) => logger[name](message, fields);
  return {
    debug: writer('debug', LogLevelThreshold.DEBUG),
    info: writer('info', LogLevelThreshold.INFO),
    warn: writer('warn', LogLevelThreshold.WARN),
    error: writer('error', LogLevelThreshold.ERROR),
  };
}

function toStandardOutput(line: string): void {
  process.stdout.write(`${line}\n`);
}

class LineLogger extends Logger {
  readonly #write: (line: string) => void;

  constructor(options: ConstructorParameters<typeof Logger>[0], write: (line: string) => void) {
    super(options);
    this.#write = write;
  }

  protected override printLog(_level: number, item: LogItem): void {
    item.prepareForPrint();
    this.#write(encodeLine(JSON.stringify(item.getAttributes(), this.getJsonReplacer() as never)));
  }
}

class RecordFormatter extends LogFormatter {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    super();
    this.#clock = clock;
  }

  override formatAttributes(known: UnformattedAttributes, fields: LogAttributes): LogItem {
    const attributes: LogAttributes = {
      timestamp: this.#clock.now().toISOString(),
      level: known.logLevel,
      service: known.serviceName,
      message: known.message,
      xray_trace_id: known.xRayTraceId,
    };
    return new LogItem({ attributes }).addAttributes(fields);
  }
}
