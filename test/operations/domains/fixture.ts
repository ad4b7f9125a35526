import {
  type CognitoIdentityProviderClient,
  CreateUserPoolDomainCommand,
  type CreateUserPoolDomainCommandInput,
  DescribeUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider'

let count = 0

/** A name that no other domain of the test run has: the store of a run may be shared. */
export const newPrefix = () => `shop-${process.pid}-${++count}`

/** A certificate in the Region that the service wants. */
export const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012'
export const custom = { CertificateArn: certificate }

/** Gives a pool a domain, a new prefix unless `more` says otherwise. */
export const createDomain = async (
  sdk: CognitoIdentityProviderClient,
  UserPoolId: string,
  more: Partial<CreateUserPoolDomainCommandInput> = {},
) => {
  const input = { UserPoolId, Domain: newPrefix(), ...more }
  const { $metadata, ...answer } = await sdk.send(new CreateUserPoolDomainCommand(input))
  return { domain: input.Domain ?? '', answer }
}

export const describeDomain = async (sdk: CognitoIdentityProviderClient, Domain: string) =>
  (await sdk.send(new DescribeUserPoolDomainCommand({ Domain }))).DomainDescription

/** What every operation on a domain of a pool says of requests that name none, as rows of a table. */
export const missingDomain: readonly [string, Record<string, string | undefined>, string, string][] = [
  [
    'an unknown pool',
    { UserPoolId: 'us-east-1_nosuchone' },
    'ResourceNotFoundException',
    'User pool us-east-1_nosuchone does not exist.',
  ],
  ['an unknown domain', { Domain: 'nobodys' }, 'InvalidParameterException', 'No such domain or user pool exists.'],
  [
    'no domain',
    { Domain: undefined },
    'InvalidParameterException',
    "1 validation error detected: Value null at 'domain' failed to satisfy constraint: Member must not be null",
  ],
  [
    'no pool',
    { UserPoolId: undefined },
    'InvalidParameterException',
    "1 validation error detected: Value null at 'userPoolId' failed to satisfy constraint: Member must not be null",
  ],
  [
    'a domain of 64 characters',
    { Domain: 'a'.repeat(64) },
    'InvalidParameterException',
    `1 validation error detected: Value '${'a'.repeat(64)}' at 'domain' failed to satisfy constraint: Member must have length less than or equal to 63`,
  ],
]
