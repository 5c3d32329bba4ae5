import { hashingFunction } from '../../compose/cloud-hashing.ts';
import { passwordLoginFlow } from './handler.ts';

export const handler = hashingFunction(passwordLoginFlow);
