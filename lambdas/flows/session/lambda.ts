import { cloudFunction } from '../../compose/cloud.ts';
import { sessionFlow } from './handler.ts';

export const handler = cloudFunction(sessionFlow);
