import { hashingFunction } from '../../compose/cloud-hashing.ts';
import { passwordRecoveryFlow } from './handler.ts';

export const handler = hashingFunction(passwordRecoveryFlow);
