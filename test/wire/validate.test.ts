import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { javaSetOrder } from '../../src/wire/java-set-order.ts'
import {
  blob,
  boolean,
  document,
  double,
  integer,
  list,
  map,
  required,
  type StructureShape,
  string,
  structure,
  timestamp,
} from '../../src/wire/schema.ts'
import { AuthParametersType, ClientMetadataType, TokenModelType } from '../../src/wire/shapes/auth.ts'
import { AssetListType } from '../../src/wire/shapes/branding.ts'
import {
  CallbackURLsListType,
  ExplicitAuthFlowsListType,
  LogoutURLsListType,
  OAuthFlowsType,
  TokenValidityUnitsType,
} from '../../src/wire/shapes/client.ts'
import { ClientIdType, QueryLimitType, UserPoolIdType } from '../../src/wire/shapes/common.ts'
import { UserPoolMfaType } from '../../src/wire/shapes/mfa.ts'
import { AcrConfigurationType, UserPoolPolicyType, VerifiedAttributesListType } from '../../src/wire/shapes/pool.ts'
import { CustomAttributesListType, SchemaAttributesListType } from '../../src/wire/shapes/pool-schema.ts'
import {
  AccountTakeoverRiskConfigurationType,
  CompromisedCredentialsRiskConfigurationType,
} from '../../src/wire/shapes/risk.ts'
import { LinksType } from '../../src/wire/shapes/terms.ts'
import { AttributeListType, ConfirmationCodeType, PasswordType, UsernameType } from '../../src/wire/shapes/user.ts'
import { validate } from '../../src/wire/validate.ts'

type Case = [name: string, input: StructureShape, value: object, message: string]

const refuses = (error: string, cases: Case[]) => {
  for (const [name, input, value, message] of cases) {
    test(name, () => assert.throws(() => validate(input, value), { name: error, message }))
  }
}

const one = (part: string) => `1 validation error detected: ${part}`

describe('messages recorded from the service', () => {
  refuses('InvalidParameterException', [
    [
      'pattern',
      structure({ UserPoolId: required(UserPoolIdType) }),
      { UserPoolId: 'X' },
      String.raw`1 validation error detected: Value 'X' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`,
    ],
    [
      'pattern, sensitive',
      structure({ Username: required(UsernameType) }),
      { Username: 'two words' },
      one(
        String.raw`Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+`,
      ),
    ],
    [
      'required',
      structure({ ConfirmationCode: required(ConfirmationCodeType) }),
      {},
      one(`Value null at 'confirmationCode' failed to satisfy constraint: Member must not be null`),
    ],
    [
      'required, sensitive',
      structure({ AccessToken: required(TokenModelType) }),
      {},
      one(`Value at 'accessToken' failed to satisfy constraint: Member must not be null`),
    ],
    [
      'enum',
      structure({ MfaConfiguration: UserPoolMfaType }),
      { MfaConfiguration: 'false' },
      one(
        `Value 'false' at 'mfaConfiguration' failed to satisfy constraint: Member must satisfy enum value set: [OPTIONAL, OFF, ON]`,
      ),
    ],
    [
      'list of enum values',
      structure({ AllowedOAuthFlows: OAuthFlowsType }),
      { AllowedOAuthFlows: ['token'] },
      one(
        `Value '[token]' at 'allowedOAuthFlows' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [implicit, client_credentials, code]]`,
      ),
    ],
    [
      'list of one empty string',
      structure({ LogoutURLs: LogoutURLsListType }),
      { LogoutURLs: [''] },
      one(
        String.raw`Value '[]' at 'logoutURLs' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+]`,
      ),
    ],
    [
      'range',
      structure({ Limit: QueryLimitType }),
      { Limit: 100 },
      one(`Value '100' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60`),
    ],
  ])

  // The API has no such minimum any more; the sentence is still the service's.
  refuses('InvalidParameterException', [
    [
      'length, sensitive',
      structure({ Password: string({ min: 6, sensitive: true }) }),
      { Password: 'short' },
      one(`Value at 'password' failed to satisfy constraint: Member must have length greater than or equal to 6`),
    ],
  ])
})

describe('enum value sets print in the order recorded from the service', () => {
  const RISK_CONFIGURATION = structure({
    CompromisedCredentialsRiskConfiguration: CompromisedCredentialsRiskConfigurationType,
    AccountTakeoverRiskConfiguration: AccountTakeoverRiskConfigurationType,
  })
  refuses('InvalidParameterException', [
    [
      'autoVerifiedAttributes',
      structure({ AutoVerifiedAttributes: VerifiedAttributesListType }),
      { AutoVerifiedAttributes: ['x'] },
      one(
        `Value '[x]' at 'autoVerifiedAttributes' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [phone_number, email]]`,
      ),
    ],
    [
      'risk actions',
      RISK_CONFIGURATION,
      { AccountTakeoverRiskConfiguration: { Actions: { LowAction: { Notify: true, EventAction: 'x' } } } },
      one(
        `Value 'x' at 'accountTakeoverRiskConfiguration.actions.lowAction.eventAction' failed to satisfy constraint: Member must satisfy enum value set: [MFA_IF_CONFIGURED, BLOCK, NO_ACTION, MFA_REQUIRED]`,
      ),
    ],
    [
      'compromised credentials and event filter',
      RISK_CONFIGURATION,
      { CompromisedCredentialsRiskConfiguration: { EventFilter: ['x', 'SIGN_IN'], Actions: { EventAction: 'x' } } },
      `2 validation errors detected: Value '[x, SIGN_IN]' at 'compromisedCredentialsRiskConfiguration.eventFilter' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [SIGN_IN, PASSWORD_CHANGE, SIGN_UP]]; Value 'x' at 'compromisedCredentialsRiskConfiguration.actions.eventAction' failed to satisfy constraint: Member must satisfy enum value set: [BLOCK, NO_ACTION]`,
    ],
  ])

  test('explicitAuthFlows, before ALLOW_USER_AUTH', () => {
    const later = new Set<unknown>(['ALLOW_USER_AUTH', 'ALLOW_CLIENT_TOKEN_AUTH'])
    const before = ExplicitAuthFlowsListType.member
    assert.ok('values' in before && Array.isArray(before.values))
    const values: string[] = before.values.filter((value) => !later.has(value))
    assert.deepEqual(javaSetOrder(values), [
      'ALLOW_CUSTOM_AUTH',
      'ADMIN_NO_SRP_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'CUSTOM_AUTH_FLOW_ONLY',
      'USER_PASSWORD_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
    ])
  })
})

describe('several violations and where they are', () => {
  refuses('InvalidParameterException', [
    [
      'in the order of the members, all constraints of each',
      structure({ UserPoolId: required(UserPoolIdType), ClientId: required(ClientIdType), Limit: QueryLimitType }),
      { Limit: -1, UserPoolId: '' },
      String.raw`4 validation errors detected: Value '' at 'userPoolId' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+; Value at 'clientId' failed to satisfy constraint: Member must not be null; Value '-1' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 0`,
    ],
    [
      'nested structure',
      structure({ Policies: UserPoolPolicyType }),
      { Policies: { PasswordPolicy: { MinimumLength: 5 } } },
      one(
        `Value '5' at 'policies.passwordPolicy.minimumLength' failed to satisfy constraint: Member must have value greater than or equal to 6`,
      ),
    ],
    [
      'member of a structure in a list, counted from 1',
      structure({ CustomAttributes: required(CustomAttributesListType) }),
      { CustomAttributes: [{ Name: 'a' }, { Name: 'a_name_of_21_letters_' }] },
      one(
        `Value 'a_name_of_21_letters_' at 'customAttributes.2.member.name' failed to satisfy constraint: Member must have length less than or equal to 20`,
      ),
    ],
    [
      'sensitive member of a structure in a list',
      structure({ UserAttributes: AttributeListType }),
      { UserAttributes: [{ Name: 'a' }, { Name: 'b', Value: 'v'.repeat(2049) }, {}] },
      `2 validation errors detected: Value at 'userAttributes.2.member.value' failed to satisfy constraint: Member must have length less than or equal to 2048; Value null at 'userAttributes.3.member.name' failed to satisfy constraint: Member must not be null`,
    ],
    [
      'size of a list of structures',
      structure({ Schema: SchemaAttributesListType }),
      { Schema: [] },
      one(`Value '[]' at 'schema' failed to satisfy constraint: Member must have length greater than or equal to 1`),
    ],
    [
      'size of a list of strings and a broken string in it',
      structure({ CallbackURLs: CallbackURLsListType }),
      { CallbackURLs: Array(101).fill(' ') },
      String.raw`2 validation errors detected: Value '[${Array(101).fill(' ').join(', ')}]' at 'callbackURLs' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+]; Value '[${Array(101).fill(' ').join(', ')}]' at 'callbackURLs' failed to satisfy constraint: Member must have length less than or equal to 100`,
    ],
    [
      'value in a map',
      structure({ Links: LinksType }),
      { Links: { 'cognito:default': '' } },
      one(
        String.raw`Value '{cognito:default=}' at 'links' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: ^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$]`,
      ),
    ],
    [
      'value in a sensitive map',
      structure({ AuthParameters: AuthParametersType }),
      { AuthParameters: { PASSWORD: 'p'.repeat(131_073) } },
      one(
        `Value at 'authParameters' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 131072, Member must have length greater than or equal to 0]`,
      ),
    ],
    [
      'structure in a map',
      structure({ AcrConfiguration: AcrConfigurationType }),
      { AcrConfiguration: { Level1: {} } },
      one(
        `Value null at 'acrConfiguration.Level1.member.acrValue' failed to satisfy constraint: Member must not be null`,
      ),
    ],
    [
      'bytes, which are not repeated',
      structure({ Assets: AssetListType }),
      {
        Assets: [
          {
            Category: 'FORM_LOGO',
            ColorMode: 'DARK',
            Extension: 'PNG',
            Bytes: Buffer.alloc(1_000_001).toString('base64'),
          },
        ],
      },
      one(
        `Value 'java.nio.HeapByteBuffer[pos=0 lim=1000001 cap=1000001]' at 'assets.1.member.bytes' failed to satisfy constraint: Member must have length less than or equal to 1000000`,
      ),
    ],
    [
      'length in UTF-16 units',
      structure({ Password: PasswordType }),
      { Password: '😀'.repeat(129) },
      one(`Value at 'password' failed to satisfy constraint: Member must have length less than or equal to 256`),
    ],
  ])
})

describe('values of the wrong JSON type', () => {
  const text = structure({ A: string() })
  refuses('SerializationException', [
    ['number for a string', text, { A: 1 }, 'NUMBER_VALUE can not be converted to a String'],
    ['true for a string', text, { A: true }, 'TRUE_VALUE can not be converted to a String'],
    ['false for a string', text, { A: false }, 'FALSE_VALUE can not be converted to a String'],
    ['object for a string', text, { A: {} }, 'Start of structure or map found where not expected.'],
    ['list for a string', text, { A: [] }, 'Start of list found where not expected'],
    [
      'number for an enum',
      structure({ A: UserPoolMfaType }),
      { A: 0 },
      'NUMBER_VALUE can not be converted to a String',
    ],
    [
      'string for an integer',
      structure({ A: integer() }),
      { A: '1' },
      'STRING_VALUE can not be converted to an Integer',
    ],
    [
      'fraction for an integer',
      structure({ A: integer() }),
      { A: 1.5 },
      'NUMBER_VALUE can not be converted to an Integer',
    ],
    [
      'integer that a double does not hold',
      structure({ A: integer() }),
      { A: 2 ** 53 },
      'NUMBER_VALUE can not be converted to an Integer',
    ],
    ['string for a double', structure({ A: double() }), { A: '1' }, 'STRING_VALUE can not be converted to a Double'],
    [
      'string for a boolean',
      structure({ A: boolean }),
      { A: 'true' },
      'STRING_VALUE can not be converted to a Boolean',
    ],
    [
      'string for a timestamp',
      structure({ A: timestamp }),
      { A: '1' },
      'STRING_VALUE can not be converted to a Timestamp',
    ],
    [
      'string that is not base64',
      structure({ A: blob() }),
      { A: 'a b' },
      'STRING_VALUE can not be converted to a Blob',
    ],
    ['string for a list', structure({ A: list(string()) }), { A: '' }, 'STRING_VALUE can not be converted to a List'],
    [
      'object for a list',
      structure({ A: list(string()) }),
      { A: {} },
      'Start of structure or map found where not expected.',
    ],
    ['number in a list', structure({ A: list(string()) }), { A: [1] }, 'NUMBER_VALUE can not be converted to a String'],
    ['list for a map', structure({ A: map(string(), string()) }), { A: [] }, 'Start of list found where not expected'],
    [
      'object in a map',
      structure({ A: ClientMetadataType }),
      { A: { a: {} } },
      'Start of structure or map found where not expected.',
    ],
    [
      'list for a structure',
      structure({ A: TokenValidityUnitsType }),
      { A: [] },
      'Start of list found where not expected',
    ],
    [
      'string for a structure',
      structure({ A: TokenValidityUnitsType }),
      { A: '' },
      'STRING_VALUE can not be converted to a Structure',
    ],
    [
      'before any constraint',
      structure({ A: required(string()), B: string() }),
      { B: 1 },
      'NUMBER_VALUE can not be converted to a String',
    ],
  ])
})

describe('what is read', () => {
  const input = structure({
    A: required(string()),
    B: string(),
    Items: list(string()),
    Map: ClientMetadataType,
    Bytes: blob(),
    Any: document,
    At: timestamp,
    Ratio: double(),
  })
  const cases: [name: string, value: object, read: object][] = [
    [
      'all types',
      { A: '', Bytes: 'AQI=', At: 1.5, Ratio: -0.5 },
      { A: '', Bytes: Buffer.from([1, 2]), At: 1.5, Ratio: -0.5 },
    ],
    ['null members are absent ones', { A: 'a', B: null, Items: null, Map: null, Any: null }, { A: 'a' }],
    ['null items and entries are left out', { A: 'a', Items: ['x', null] }, { A: 'a', Items: ['x'] }],
    ['unknown members are left out', { A: 'a', C: 1, a: 'x', constructor: {}, toString: 1 }, { A: 'a' }],
    ['a document as it is', { A: 'a', Any: { b: [null, { c: 1 }] } }, { A: 'a', Any: { b: [null, { c: 1 }] } }],
  ]
  for (const [name, value, read] of cases) test(name, () => assert.deepEqual(validate(input, value), read))

  test('a map without a prototype, and without its null entries', () => {
    const { Map: read } = validate(input, JSON.parse('{"A":"a","Map":{"constructor":"x","n":null}}'))
    assert.equal(Object.getPrototypeOf(read), null)
    assert.deepEqual(Object.entries(read ?? {}), [['constructor', 'x']])
  })

  test('a required member that only a prototype has is missing', () => {
    assert.throws(() => validate(structure({ toString: required(string()) }), {}), /'toString'.*must not be null/)
  })
})
