import { cloudFunction } from '../../compose/cloud.ts';
import { administrationFlow } from './handler.ts';

export const handler = cloudFunction(administrationFlow);
