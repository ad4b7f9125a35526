import {
  type CognitoIdentityProviderClient,
  CreateResourceServerCommand,
  type CreateResourceServerCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'

/** Scopes by name. */
export const scopes = (...names: string[]) =>
  names.map((ScopeName) => ({ ScopeName, ScopeDescription: `May ${ScopeName}.` }))

/** Makes a resource server `api` that knows `read` and `write`. */
export const createServer = async (
  sdk: CognitoIdentityProviderClient,
  poolId: string,
  more: Partial<CreateResourceServerCommandInput> = {},
) => {
  const input = { UserPoolId: poolId, Identifier: 'api', Name: 'An API', Scopes: scopes('read', 'write'), ...more }
  return (await sdk.send(new CreateResourceServerCommand(input))).ResourceServer
}

/** What every operation on one resource server answers to requests that name none, as rows of a table. */
export const missingServer = (): [string, Record<string, string>, string, string][] => [
  [
    'an unknown pool',
    { UserPoolId: 'us-east-1_nosuchone' },
    'ResourceNotFoundException',
    'User pool us-east-1_nosuchone does not exist.',
  ],
  [
    'an unknown resource server',
    { Identifier: 'other' },
    'ResourceNotFoundException',
    'Resource server other does not exist.',
  ],
  [
    'an identifier in other letters',
    { Identifier: 'API' },
    'ResourceNotFoundException',
    'Resource server API does not exist.',
  ],
  [
    'V60: a name of JavaScript',
    { Identifier: '__proto__' },
    'ResourceNotFoundException',
    'Resource server __proto__ does not exist.',
  ],
  ...[' ', 'a b', 'a"b', 'a\\b', 'é'].map((Identifier): [string, Record<string, string>, string, string] => [
    `the identifier ${JSON.stringify(Identifier)}`,
    { Identifier },
    'InvalidParameterException',
    String.raw`1 validation error detected: Value '${Identifier}' at 'identifier' failed to satisfy constraint: Member must satisfy regular expression pattern: [\x21\x23-\x5B\x5D-\x7E]+`,
  ]),
]
