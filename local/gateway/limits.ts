/**
 * What API Gateway (HTTP APIs) and Lambda allow, so that a request which fails in the cloud fails here too.
 * Sources: "Quotas for configuring and running an HTTP API" and "Lambda quotas" of the AWS developer guides.
 */
export const gatewayLimits = {
  /**
   * The invocation payload, request or response, in bytes of JSON. API Gateway itself would take 10 MB, but every body
   * between the two is refused by Lambda: reading stops here.
   */
  payloadBytes: 6 * 1024 * 1024,
  /** Request line and header values together. */
  headerBytes: 10_240,
  /** The longest integration timeout. */
  timeoutMs: 30_000,
} as const;
