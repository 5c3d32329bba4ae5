import { cloudFunction } from '../../compose/cloud.ts';
import { passwordLoginFlow } from './handler.ts';

export const handler = cloudFunction(passwordLoginFlow);
