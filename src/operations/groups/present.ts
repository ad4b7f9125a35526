import type { Group } from '../../domain/group.ts'
import { toTimestamp } from '../../wire/casing.ts'

/** A group as answers have it; what it was not given is absent. */
export const toGroupType = (group: Group) => ({
  GroupName: group.name,
  UserPoolId: group.poolId,
  Description: group.description,
  RoleArn: group.roleArn,
  Precedence: group.precedence,
  LastModifiedDate: toTimestamp(group.updatedAt),
  CreationDate: toTimestamp(group.createdAt),
})
