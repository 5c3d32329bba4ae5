import { cloudFunction } from '../../compose/cloud.ts';
import { accountFlow } from './handler.ts';

export const handler = cloudFunction(accountFlow);
