import { cloudFunction } from '../../compose/cloud.ts';
import { rolesFlow } from './handler.ts';

export const handler = cloudFunction(rolesFlow);
