/** An app behind Gatehouse: `createApp({ issuer: 'https://auth.example.com' }).listen(3000)`. */
import express from 'express';
import { requiring, type Verification } from './access-token.ts';

export function createApp(verification: Verification): express.Express {
  const may = requiring(verification);
  const app = express();
  app.disable('x-powered-by');
  app.get('/people', may('users:read'), (_request, response) => {
    response.json({ user: response.locals.token.sub });
  });
  return app;
}
