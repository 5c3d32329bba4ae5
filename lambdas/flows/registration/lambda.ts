import { hashingFunction } from '../../compose/cloud-hashing.ts';
import { registrationFlow } from './handler.ts';

export const handler = hashingFunction(registrationFlow);
