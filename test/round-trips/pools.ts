import type { Family, Members } from './family.ts'
import { lambda, poolMembers } from './pool-members.ts'

const kmsKey = 'arn:aws:kms:us-east-1:000000000000:key/1'
const notInvoked = { why: 'A trigger that nobody asks is refused instead of stored.' }
const trigger = (name: string) => ({ ...notInvoked, refused: { stated: { LambdaConfig: { [name]: lambda('f') } } } })
const versioned = (name: string) => ({
  ...notInvoked,
  refused: {
    stated: {
      LambdaConfig: {
        [name]: { LambdaVersion: 'V1_0', LambdaArn: lambda('f') },
        KMSKeyID: kmsKey,
      },
    },
  },
})
const versionedTriggers = ['PreTokenGenerationConfig', 'CustomSMSSender', 'CustomEmailSender', 'InboundFederation']

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
    ...Object.fromEntries(
      [
        'PreSignUp',
        'CustomMessage',
        'PostConfirmation',
        'PreAuthentication',
        'PostAuthentication',
        'PreTokenGeneration',
        'UserMigration',
      ].map((name) => [`LambdaConfig.${name}`, trigger(name)]),
    ),
    'LambdaConfig.KMSKeyID': {
      ...notInvoked,
      refused: { stated: { LambdaConfig: { KMSKeyID: kmsKey } } },
    },
    ...Object.fromEntries(versionedTriggers.map((name) => [`LambdaConfig.${name}`, versioned(name)])),
  },
}
