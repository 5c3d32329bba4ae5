/** The fields of a stage, each with the one sentence that tells what to write. */
import * as z from 'zod/mini';

/** The message completes a sentence that begins with the field's name. */
export function text(pattern: RegExp, message: string) {
  return z.string(message).check(z.regex(pattern, message));
}

export function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z.number(message).check(z.int(message), z.minimum(min, message), z.maximum(max, message));
}

export function oneOf<const Values extends readonly [string, ...string[]]>(...values: Values) {
  return z.enum(values, `must be ${values.map((value) => `"${value}"`).join(' or ')}`);
}

export const yesOrNo = z.boolean('must be true or false');
export const positive = z.number('must be a number above 0').check(z.positive('must be a number above 0'));
export const stageName = text(
  /^[a-z][a-z0-9-]{0,19}$/,
  'must be up to 20 lower-case letters, digits and "-", such as production',
);
export const accountId = text(/^\d{12}$/, 'must be the 12 digits of the AWS account, as a string');
export const bareAddress = text(
  /^[^\s@<>"]+@[^\s@<>".]+(\.[^\s@<>".]+)+$/,
  'must be a bare e-mail address such as no-reply@example.com',
);
export const securityContact = text(
  /^(mailto:|https:\/\/)\S+$/,
  'must be a mailto: or https: address for reports of vulnerabilities',
);
export const colour = text(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #1d4ed8');
export const hashCost = wholeNumber(10, 15);

const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
export const hostName = text(
  new RegExp(`^(${label}\\.)+[a-z][a-z0-9-]*$`),
  'must be a host name in lower case such as auth.example.com, without https:// and without a path',
);
export const httpsOrigin = z
  .string('must be an https origin such as https://app.example.com')
  .check(
    z.refine(
      (value) => value.startsWith('https://') && URL.canParse(value) && new URL(value).origin === value,
      'must be an https origin such as https://app.example.com, without a path or a closing slash',
    ),
  );

const certificate = (region: string, where: string) =>
  text(
    new RegExp(`^arn:aws:acm:${region}:\\d{12}:certificate/[\\w-]+$`),
    `must be the ARN of an ACM certificate in ${where}`,
  );
/** CloudFront takes certificates of that region alone. */
export const usCertificate = certificate('us-east-1', 'us-east-1');
export const apiDomain = z.strictObject({
  name: hostName,
  certificateArn: z.optional(certificate('[a-z0-9-]+', "the stage's region")),
});

export const hostedZone = z.strictObject({
  id: text(/^Z[A-Z0-9]{5,31}$/, 'must be the id of a Route 53 hosted zone, which starts with Z'),
  name: hostName,
});

/** CloudWatch Logs keeps logs for these numbers of days and no others. */
const logDaysAllowed = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const logDaysMessage = `must be one of ${logDaysAllowed.join(', ')}`;
export const logDays = z
  .number(logDaysMessage)
  .check(z.refine((days) => logDaysAllowed.includes(days), logDaysMessage));
