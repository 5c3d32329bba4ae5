import { cloudFunction } from '../../compose/cloud.ts';
import { passkeyFlow } from './handler.ts';

export const handler = cloudFunction(passkeyFlow);
