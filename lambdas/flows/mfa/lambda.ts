import { cloudFunction } from '../../compose/cloud.ts';
import { mfaFlow } from './handler.ts';

export const handler = cloudFunction(mfaFlow);
