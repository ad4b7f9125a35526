/** Replicas of a pool in other Regions. */
import { oneOf, string } from '../schema.ts'

export const RegionNameType = string({ min: 5, max: 32 })
export const UpdateReplicaStatusType = oneOf(['ACTIVE', 'INACTIVE'])
