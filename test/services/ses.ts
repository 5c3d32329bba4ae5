import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsService } from '../../lambdas/adapters/aws/service.ts';
import { standIn } from './stand-in.ts';

export interface SentMail {
  /** The tag `message_id`. */
  id: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  configurationSet: string | null;
}

export interface Ses {
  service: AwsService & { endpoint: string };
  port: number;
  /** Oldest first. Each time that it was sent, also where it was the same. */
  sent: SentMail[];
  close(): Promise<void>;
}

/** Charsets are asked for since SES reads 7-bit ASCII without them. */
const asked = {
  Action: 'SendEmail',
  Version: '2010-12-01',
  'Message.Subject.Charset': 'UTF-8',
  'Message.Body.Text.Charset': 'UTF-8',
  'Message.Body.Html.Charset': 'UTF-8',
  'Tags.member.1.Name': 'message_id',
};

/** A stand-in for the one action of SES (query protocol, version 1) that is used, strict about its parameters. */
export function startSes(): Promise<Ses> {
  const sent: SentMail[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const wrong = Object.entries(asked).find(([name, value]) => form.get(name) !== value);
    response.setHeader('content-type', 'text/xml');
    if (wrong || !/^AWS4-HMAC-SHA256 /.test(request.headers.authorization ?? '')) {
      response.writeHead(400).end(sesError('ValidationError', `${wrong?.[0] ?? 'authorization'} is not as asked`));
      return;
    }
    sent.push(mailOf(form));
    response.end(
      `<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendEmailResult><MessageId>${sent.length}</MessageId></SendEmailResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></SendEmailResponse>`,
    );
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        service: standIn(port),
        port,
        sent,
        close() {
          server.closeAllConnections();
          return new Promise((closed) => server.close(() => closed()));
        },
      });
    });
  });
}

/** The body of an error as SES answers it. */
export function sesError(code: string, message: string): string {
  return `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;
}

function mailOf(form: URLSearchParams): SentMail {
  const of = (name: string) => form.get(name) ?? '';
  return {
    id: of('Tags.member.1.Value'),
    from: of('Source'),
    to: of('Destination.ToAddresses.member.1'),
    subject: of('Message.Subject.Data'),
    text: of('Message.Body.Text.Data'),
    html: of('Message.Body.Html.Data'),
    configurationSet: form.get('ConfigurationSetName'),
  };
}
