import type { Family, Members } from './family.ts'
import { poolMembers, versioned } from './pool-members.ts'

export const pool: Family = {
  name: 'user pools',
  create: 'CreateUserPool',
  update: 'UpdateUserPool',
  describe: 'DescribeUserPool',
  shown: ['UserPool'],
  keys: ['UserPoolId'],
  place: async () => ({}),
  named: (answer) => ({ UserPoolId: (answer.UserPool as Members).Id }),
  creating: { PoolName: 'pool' },
  members: poolMembers,
  // It is described under both names, and only one may be stated: so it is in the service.
  writable: (described) => {
    const { UnusedAccountValidityDays: _, ...users } = described.AdminCreateUserConfig as Members
    return { ...described, AdminCreateUserConfig: users }
  },
  exceptions: {
    'AdminCreateUserConfig.UnusedAccountValidityDays': {
      why: 'An update that leaves it out keeps the policy’s member of which it is the older name: the row of Policies has it.',
    },
    'LambdaConfig.InboundFederation': {
      why: 'A trigger that nobody asks is refused instead of stored.',
      refused: { stated: { LambdaConfig: { InboundFederation: versioned('f') } } },
    },
  },
}
