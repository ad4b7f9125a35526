import type { GroupClaims } from './claims.ts'
import type { Group } from './group.ts'

/** What a group means for its members' tokens. */
export type GroupMembership = Pick<Group, 'name' | 'precedence' | 'roleArn'>

const rank = ({ precedence }: GroupMembership) => precedence ?? Number.POSITIVE_INFINITY

/** By precedence, without one last, equals by name: the service's order is unverified, this one is at least always the same. */
const compare = (a: GroupMembership, b: GroupMembership) => {
  if (rank(a) !== rank(b)) return rank(a) < rank(b) ? -1 : 1
  return a.name < b.name ? -1 : 1
}

/**
 * The claims of a member of `groups`. The preferred role is that of the group with the lowest
 * precedence that has one; where several share it, they must agree on the role.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
 */
export const groupClaims = (groups: readonly GroupMembership[]): GroupClaims => {
  const ordered = groups.toSorted(compare)
  const rolesOf = (members: readonly GroupMembership[]) => [
    ...new Set(members.map(({ roleArn }) => roleArn).filter((roleArn) => roleArn !== undefined)),
  ]
  const best = ordered.find(({ roleArn }) => roleArn !== undefined)
  const [preferredRole, rival] = rolesOf(best ? ordered.filter((group) => rank(group) === rank(best)) : [])
  return {
    groups: ordered.map(({ name }) => name),
    roles: rolesOf(ordered),
    preferredRole: rival === undefined ? preferredRole : undefined,
  }
}
