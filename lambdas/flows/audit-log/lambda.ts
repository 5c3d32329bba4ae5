import { cloudFunction } from '../../compose/cloud.ts';
import { auditLogFlow } from './handler.ts';

export const handler = cloudFunction(auditLogFlow);
