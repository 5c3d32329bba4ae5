/**
 * Stands for the native half of `aws-lambda-ric`, which needs a compiler to install: the same three functions over
 * Node's own HTTP client. Where the native one waits for an answer to be taken, here the next question waits for it.
 */
const { Agent, request } = require('node:http');

const [host, port] = (process.env.AWS_LAMBDA_RUNTIME_API ?? '').split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let posted = Promise.resolve();

function ask(method, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const options = { host, port, agent, method, path: `/2018-06-01/runtime/invocation/${path}`, headers };
    const sent = request(options, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => resolve({ bodyJson: Buffer.concat(chunks).toString(), headers: answer.headers }));
    });
    sent.on('error', reject).end(body);
  });
}

function post(path, body, headers) {
  posted = ask('POST', path, body, { 'content-type': 'application/json', ...headers });
}

module.exports = {
  next: () => posted.then(() => ask('GET', 'next')),
  done: (id, body) => post(`${id}/response`, body),
  error: (id, body, xray) => post(`${id}/error`, body, { 'lambda-runtime-function-xray-error-cause': xray }),
};
