import { cloudFunction } from '../../compose/cloud.ts';
import { passwordRecoveryFlow } from './handler.ts';

export const handler = cloudFunction(passwordRecoveryFlow);
