// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policies write their variables so

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PolicyError, parsePolicy } from '../../../src/domain/policy.ts'

const allow = { Effect: 'Allow', Action: '*', Resource: '*' }
const statement = (members: object) => ({ Version: '2012-10-17', Statement: [{ ...allow, ...members }] })
const condition = (operator: string, key: string, value: unknown) =>
  statement({ Condition: { [operator]: { [key]: value } } })

const KEYS =
  'aws:CurrentTime, aws:EpochTime, aws:PrincipalArn, aws:RequestTag/<key>, aws:RequestedRegion, ' +
  'aws:ResourceTag/<key>, aws:SecureTransport, aws:SourceIp, aws:TagKeys, aws:UserAgent, aws:username'
const VARIABLES = KEYS.replace('aws:TagKeys, ', '')

const refused: [document: unknown, message: string][] = [
  [null, 'Policy: must be an object, not null'],
  ['{}', 'Policy: must be an object, not "{}"'],
  [[], 'Policy: must be an object, not []'],
  [{ ...statement({}), Foo: 1 }, 'Policy: has an unknown member "Foo"'],
  [JSON.parse('{"__proto__":1}'), 'Policy: has an unknown member "__proto__"'],
  [{ ...statement({}), Version: '2012-10-18' }, 'Version: must be "2012-10-17" or "2008-10-17", not "2012-10-18"'],
  [{ ...statement({}), Id: 1 }, 'Id: must be a string, not 1'],
  [{ Version: '2012-10-17' }, 'Statement: must be an object, not undefined'],
  [{ Statement: [] }, 'Statement: must have at least one statement'],
  [{ Statement: [allow, 'x'] }, 'Statement[1]: must be an object, not "x"'],
  [{ Statement: { ...allow, Effect: 'allow' } }, 'Statement.Effect: must be "Allow" or "Deny", not "allow"'],
  [statement({ effect: 'Deny' }), 'Statement[0]: has an unknown member "effect"'],
  [
    statement({ Principal: '*' }),
    'Statement[0].Principal: belongs to resource-based policies, which are not supported',
  ],
  [statement({ Sid: 'a b' }), 'Statement[0].Sid: must be letters and digits, not "a b"'],
  [
    {
      Statement: [
        { ...allow, Sid: 'a' },
        { ...allow, Sid: 'a' },
      ],
    },
    'Statement[1].Sid: "a" is used twice',
  ],
  [{ Statement: { Effect: 'Allow', Resource: '*' } }, 'Statement: needs either Action or NotAction'],
  [statement({ NotAction: '*' }), 'Statement[0]: needs either Action or NotAction, not both'],
  [{ Statement: { Effect: 'Allow', Action: '*' } }, 'Statement: needs either Resource or NotResource'],
  [statement({ Action: [] }), 'Statement[0].Action: must be a string or a list of strings, not []'],
  [statement({ Action: ['*', 1] }), 'Statement[0].Action[1]: must be a string, not 1'],
  [statement({ Action: 'CreateUserPool' }), 'Statement[0].Action: must be service:action or *, not "CreateUserPool"'],
  [statement({ Action: 'cognito-*:X' }), 'Statement[0].Action: must be service:action or *, not "cognito-*:X"'],
  [
    statement({ Action: 'cognito-idp:${aws:username}' }),
    'Statement[0].Action: must be service:action or *, not "cognito-idp:${aws:username}"',
  ],
  [statement({ Resource: 'us-east-1_abc' }), 'Statement[0].Resource: must be an ARN, not "us-east-1_abc"'],
  [statement({ Resource: '**' }), 'Statement[0].Resource: must be an ARN, not "**"'],
  [
    statement({ Resource: '${aws:username}:aws:iam:a:b:c' }),
    'Statement[0].Resource: must be an ARN, not "${aws:username}:aws:iam:a:b:c"',
  ],
  [
    statement({ Resource: 'arn:*' }),
    'Statement[0].Resource: the service of an ARN must be written out, unlike "arn:*"',
  ],
  [
    statement({ Resource: 'arn:aws:cognito-*:a:b:c' }),
    'Statement[0].Resource: the service of an ARN must be written out, unlike "arn:aws:cognito-*:a:b:c"',
  ],
  [
    statement({ Resource: 'arn:aws:cognito-idp:*:userpool/x' }),
    'Statement[0].Resource: an ARN of fewer than six parts must end with *, unlike "arn:aws:cognito-idp:*:userpool/x"',
  ],
  [
    statement({ Resource: ['*', 'arn:aws:s3:::${aws:userid}'] }),
    `Statement[0].Resource[1]: unknown policy variable "aws:userid"; known are ${VARIABLES}`,
  ],
  [
    statement({ Resource: 'arn:aws:s3:::${aws:TagKeys}' }),
    `Statement[0].Resource: unknown policy variable "aws:TagKeys"; known are ${VARIABLES}`,
  ],
  [
    statement({ Resource: 'arn:aws:s3:::${aws:PrincipalTag/x}' }),
    `Statement[0].Resource: unknown policy variable "aws:PrincipalTag/x"; known are ${VARIABLES}`,
  ],
  [
    statement({ Resource: 'arn:aws:s3:::${aws:username' }),
    'Statement[0].Resource: a variable is not closed in "arn:aws:s3:::${aws:username"',
  ],
  [
    statement({ Resource: 'arn:aws:s3:::${aws:username, x}' }),
    'Statement[0].Resource: the default of a variable must be in single quotes, not "x"',
  ],
  [
    { Version: '2008-10-17', Statement: { ...allow, Resource: 'arn:aws:s3:::${aws:username}' } },
    'Statement.Resource: policy variables need Version "2012-10-17"',
  ],
  [statement({ Condition: [] }), 'Statement[0].Condition: must be an object, not []'],
  [statement({ Condition: { Bool: 'x' } }), 'Statement[0].Condition.Bool: must be an object, not "x"'],
  [statement({ Condition: { Bool: {} } }), 'Statement[0].Condition.Bool: must have at least one condition key'],
  ...[
    'StringEqual',
    'stringEquals',
    'BinaryEquals',
    'NullIfExists',
    'ForAnyValue:Null',
    'ForSomeValues:Bool',
    'IfExists',
    '',
    'constructor',
    'BoolIfExistsIfExists',
  ].map((operator): [unknown, string] => [
    condition(operator, 'aws:username', 'x'),
    `Statement[0].Condition.${operator}.aws:username: the condition operator "${operator}" is not supported`,
  ]),
  ...[
    'aws:userid',
    'username',
    'aws:ResourceTag',
    'aws:ResourceTag/',
    'aws:ResourceTag/${aws:username}',
    'aws:PrincipalTag/x',
    'toString',
  ].map((key): [unknown, string] => [
    condition('StringEquals', key, 'x'),
    `Statement[0].Condition.StringEquals.${key}: the condition key "${key}" is not supported; supported are ${KEYS}`,
  ]),
  [
    condition('Null', 'aws:foo', true),
    `Statement[0].Condition.Null.aws:foo: the condition key "aws:foo" is not supported; supported are ${KEYS}`,
  ],
  [
    condition('Null', 'aws:username', 'yes'),
    'Statement[0].Condition.Null.aws:username: must be true or false, not "yes"',
  ],
  [
    condition('StringEquals', 'aws:username', []),
    'Statement[0].Condition.StringEquals.aws:username: must have at least one value',
  ],
  [
    condition('StringEquals', 'aws:username', [null]),
    'Statement[0].Condition.StringEquals.aws:username: must be strings, numbers or booleans, not null',
  ],
  [
    condition('StringEquals', 'aws:TagKeys', 'x'),
    'Statement[0].Condition.StringEquals.aws:TagKeys: aws:TagKeys has many values: write ForAllValues: or ForAnyValue: before the operator',
  ],
  [
    condition('IpAddress', 'aws:username', '::/0'),
    'Statement[0].Condition.IpAddress.aws:username: IpAddress cannot compare aws:username',
  ],
  [
    condition('NumericEquals', 'aws:CurrentTime', 1),
    'Statement[0].Condition.NumericEquals.aws:CurrentTime: NumericEquals cannot compare aws:CurrentTime',
  ],
  ...[
    '10.0.0.0/33',
    '10.0.0/8',
    '010.0.0.1',
    '::1/129',
    '::ffff:10.0.0.0/95',
    '10.0.0.1/',
    '10.0.0.1/-1',
    'localhost',
    'fe80::1%eth0',
    '${aws:SourceIp}',
  ].map((value): [unknown, string] => [
    condition('IpAddress', 'aws:SourceIp', value),
    `Statement[0].Condition.IpAddress.aws:SourceIp: must be an IP address or CIDR range, not "${value}"`,
  ]),
  ...['2026', '2026-02-30', '2026-11-20T12:00:00', '2026-11-20T25:00:00Z', '20 Nov 2026', 'now'].map(
    (value): [unknown, string] => [
      condition('DateLessThan', 'aws:CurrentTime', value),
      `Statement[0].Condition.DateLessThan.aws:CurrentTime: must be an ISO 8601 date with time zone, or epoch seconds, not "${value}"`,
    ],
  ),
  [
    condition('NumericLessThan', 'aws:EpochTime', '1e9'),
    'Statement[0].Condition.NumericLessThan.aws:EpochTime: must be a number, not "1e9"',
  ],
  [
    condition('Bool', 'aws:SecureTransport', 1),
    'Statement[0].Condition.Bool.aws:SecureTransport: must be true or false, not "1"',
  ],
  [
    condition('ArnLike', 'aws:PrincipalArn', '*'),
    'Statement[0].Condition.ArnLike.aws:PrincipalArn: must be an ARN, not "*"',
  ],
  [
    condition('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam:*'),
    'Statement[0].Condition.ArnLike.aws:PrincipalArn: an ARN has six parts between colons, unlike "arn:aws:iam:*"',
  ],
  [
    condition('Bo\nol', 'aws:\r\nx', true),
    'Statement[0].Condition.Bo ol.aws: x: the condition operator "Bo\\nol" is not supported',
  ],
]

describe('refused documents', () => {
  for (const [document, message] of refused) {
    test(message, () => {
      assert.throws(
        () => parsePolicy(document),
        (error: Error) => {
          assert.ok(error instanceof PolicyError)
          assert.equal(error.message, message)
          return true
        },
      )
    })
  }
})

test('a long value is shortened in the message', () => {
  const document = statement({ Action: 'x'.repeat(10_000) })
  assert.throws(
    () => parsePolicy(document),
    ({ message }: Error) => message.length < 300,
  )
})
