/** What every function is compared with. */
export const handler = async () => ({ statusCode: 200 });
