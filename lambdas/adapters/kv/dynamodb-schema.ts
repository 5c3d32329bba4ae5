/**
 * The store's table: one item for each value and counter. A value has `content`, `expires_ms` and where it was given them
 * `version_no` and `taker`; a counter has `counted`, `resets_ms` and `mark`. None of the names is a reserved word.
 */
export const partitionKey = 'pk';

/**
 * The table's time-to-live attribute, in seconds. DynamoDB removes items up to days after it, so it only collects
 * garbage: reads compare `expires_ms`.
 */
export const timeToLive = 'remove_after';
