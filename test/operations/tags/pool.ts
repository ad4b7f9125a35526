import {
  CreateUserPoolCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { TestServer } from '../../harness.ts'

/** A pool with these tags. Its ARN. */
export const createPool = async (server: TestServer, UserPoolTags?: Record<string, string>, region?: string) => {
  const command = new CreateUserPoolCommand({ PoolName: 'pool', UserPoolTags })
  return (await server.client(region).send(command)).UserPool?.Arn ?? ''
}

/** Adds tags to what the ARN names. */
export const tag = async (server: TestServer, ResourceArn: string, Tags: Record<string, string>) => {
  const { $metadata: _, ...answer } = await server.client().send(new TagResourceCommand({ ResourceArn, Tags }))
  return answer
}

/** The tags of what the ARN names. */
export const tagsOf = async (server: TestServer, ResourceArn: string) => {
  const { $metadata: _, ...answer } = await server.client().send(new ListTagsForResourceCommand({ ResourceArn }))
  return answer
}

const invalid = 'Invalid ResourceArn: it must be the ARN of a user pool in this account and Region.'

/** ARNs that all three operations refuse: the case, how it differs from a pool's, the error and its message. */
export const arnRefusals: [name: string, change: (arn: string) => string, error: string, message: RegExp][] = [
  [
    'another account',
    (arn) => arn.replace('000000000000', '111111111111'),
    'InvalidParameterException',
    RegExp(invalid),
  ],
  ['another Region', (arn) => arn.replaceAll('us-east-1', 'eu-west-1'), 'InvalidParameterException', RegExp(invalid)],
  [
    'another service',
    (arn) => arn.replace('cognito-idp', 'cognito-identity'),
    'InvalidParameterException',
    RegExp(invalid),
  ],
  ['another resource', (arn) => arn.replace('userpool/', 'client/'), 'InvalidParameterException', RegExp(invalid)],
  [
    'a pool that does not exist',
    (arn) => `${arn.slice(0, arn.lastIndexOf('_'))}_unknown00`,
    'ResourceNotFoundException',
    /^User pool us-east-1_unknown00 does not exist\.$/,
  ],
]
