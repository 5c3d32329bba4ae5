import { type StandIn, startStandIn, takesOwn } from './stand-in.ts';

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

export interface Ses extends StandIn {
  /** Oldest first. Each time that it was sent, also where it was the same. */
  sent: SentMail[];
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

/**
 * A stand-in for the one action of SES (query protocol, version 1) that is used, strict about its parameters. `onSent`
 * is told of each mail before it is answered.
 */
export async function startSes(onSent: (mail: SentMail) => void = () => {}): Promise<Ses> {
  const sent: SentMail[] = [];
  const headers = { 'content-type': 'text/xml' };
  const service = await startStandIn(({ body, headers: { connection } }) => {
    const form = new URLSearchParams(body.toString());
    const wrong = Object.entries(asked).find(([name, value]) => form.get(name) !== value)?.[0];
    if (wrong || !takesOwn(connection))
      return { status: 400, headers, body: sesError('ValidationError', `${wrong ?? 'connection'} is not as asked`) };
    const mail = mailOf(form);
    sent.push(mail);
    onSent(mail);
    return { status: 200, headers, body: sesAnswer(`id-${sent.length}`) };
  });
  return { ...service, sent };
}

function sesAnswer(id: string): string {
  const result = `<SendEmailResult><MessageId>${id}</MessageId></SendEmailResult>`;
  return `<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${result}</SendEmailResponse>`;
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
