import { cloudFunction } from '../../compose/cloud.ts';
import { serviceFlow } from './handler.ts';

export const handler = cloudFunction(serviceFlow);
