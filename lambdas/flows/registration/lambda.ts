import { cloudFunction } from '../../compose/cloud.ts';
import { registrationFlow } from './handler.ts';

export const handler = cloudFunction(registrationFlow);
