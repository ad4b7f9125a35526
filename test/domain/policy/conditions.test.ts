// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policies write their variables so

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { evaluate, parsePolicy, type RequestContext } from '../../../src/domain/policy.ts'

const base: RequestContext = {
  principalArn: 'arn:aws:iam::000000000000:user/ops/ann',
  currentTime: Date.UTC(2026, 10, 20, 12, 0, 0, 500),
  secureTransport: true,
}

type Block = Record<string, Record<string, unknown>>
type Row = [name: string, condition: Block, context: Partial<RequestContext>, holds: boolean]

const holds = (Condition: Block, context: Partial<RequestContext>) => {
  const statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition }
  const request = { action: 'cognito-idp:TagResource', resource: '*', context: { ...base, ...context } }
  return evaluate([parsePolicy({ Version: '2012-10-17', Statement: statement })], request) === 'allow'
}

const table = (title: string, rows: readonly Row[]) =>
  describe(title, () => {
    for (const [name, condition, context, expected] of rows) {
      test(name, () => assert.equal(holds(condition, context), expected))
    }
  })

const ann = { username: 'ann' }
const none = {}
const stage = (value: string) => ({ resourceTags: { stage: value } })
const on = (operator: string, key: string, value: unknown): Block => ({ [operator]: { [key]: value } })
const user = (operator: string, value: unknown) => on(operator, 'aws:username', value)

table('strings', [
  ['StringEquals', user('StringEquals', 'ann'), ann, true],
  ['StringEquals in another case', user('StringEquals', 'Ann'), ann, false],
  ['StringEquals knows no wildcards', user('StringEquals', 'a*'), ann, false],
  ['any of several values', user('StringEquals', ['bob', 'ann']), ann, true],
  ['StringNotEquals', user('StringNotEquals', 'bob'), ann, true],
  ['none of several values', user('StringNotEquals', ['bob', 'ann']), ann, false],
  ['StringEqualsIgnoreCase', user('StringEqualsIgnoreCase', 'ANN'), ann, true],
  ['StringNotEqualsIgnoreCase', user('StringNotEqualsIgnoreCase', 'ANN'), ann, false],
  ['StringLike', user('StringLike', '?n*'), ann, true],
  ['StringLike over all characters', on('StringLike', 'aws:PrincipalArn', 'arn:*/ann'), none, true],
  ['StringNotLike', user('StringNotLike', 'a*'), ann, false],
  ['an empty value', on('StringEquals', 'aws:ResourceTag/stage', ''), stage(''), true],
  ['a key in another case', on('StringEquals', 'AWS:UserName', 'ann'), ann, true],
  ['a number without quotes', on('StringEquals', 'aws:ResourceTag/stage', 1), stage('1'), true],
  ['a variable', user('StringEquals', '${aws:ResourceTag/owner}'), { ...ann, resourceTags: { owner: 'ann' } }, true],
  [
    'a variable of any case',
    user('StringEqualsIgnoreCase', '${aws:ResourceTag/owner}'),
    { ...ann, resourceTags: { owner: 'ANN' } },
    true,
  ],
  [
    'a variable is no pattern',
    user('StringLike', '${aws:ResourceTag/owner}'),
    { ...ann, resourceTags: { owner: '*' } },
    false,
  ],
  ['a variable without value', user('StringEquals', '${aws:ResourceTag/owner}'), ann, false],
  ['a variable without value, negated', user('StringNotEquals', '${aws:ResourceTag/owner}'), ann, true],
])

table('absent keys', [
  ['StringEquals', user('StringEquals', 'ann'), none, false],
  ['StringLike of anything', user('StringLike', '*'), none, false],
  ['StringNotEquals', user('StringNotEquals', 'ann'), none, true],
  ['StringNotLike of anything', user('StringNotLike', '*'), none, true],
  ['StringEqualsIfExists', user('StringEqualsIfExists', 'ann'), none, true],
  ['StringEqualsIfExists, present', user('StringEqualsIfExists', 'ann'), { username: 'bob' }, false],
  ['StringNotEqualsIfExists', user('StringNotEqualsIfExists', 'ann'), none, true],
  ['IpAddress', on('IpAddress', 'aws:SourceIp', '0.0.0.0/0'), none, false],
  ['NotIpAddress', on('NotIpAddress', 'aws:SourceIp', '0.0.0.0/0'), none, true],
  ['ArnNotLike', on('ArnNotLike', 'aws:ResourceTag/role', 'arn:*:*:*:*:*'), none, true],
  ['NumericLessThan', on('NumericLessThan', 'aws:ResourceTag/stage', 9), none, false],
  ['BoolIfExists', on('BoolIfExists', 'aws:ResourceTag/stage', true), none, true],
  ['Null true', user('Null', 'true'), none, true],
  ['Null true, present', user('Null', true), ann, false],
  ['Null false', user('Null', false), none, false],
  ['Null false, present', user('Null', 'False'), ann, true],
  ['Null of an empty set', on('Null', 'aws:TagKeys', true), { tagKeys: [] }, true],
  ['Null of a tag', on('Null', 'aws:ResourceTag/toString', true), stage('x'), true],
])

const tagged = (...tagKeys: string[]) => ({ tagKeys })
const tagKeys = (operator: string, ...value: string[]) => on(operator, 'aws:TagKeys', value)

table('sets', [
  ['ForAllValues', tagKeys('ForAllValues:StringEquals', 'a', 'b'), tagged('a', 'b'), true],
  ['ForAllValues, one more', tagKeys('ForAllValues:StringEquals', 'a', 'b'), tagged('a', 'c'), false],
  ['ForAllValues of nothing', tagKeys('ForAllValues:StringEquals', 'a'), none, true],
  ['ForAllValues, negated', tagKeys('ForAllValues:StringNotLike', 'key1*'), tagged('key2', 'x'), true],
  [
    'ForAllValues, negated, one like it',
    tagKeys('ForAllValues:StringNotLike', 'key1*'),
    tagged('key2', 'key1:hr'),
    false,
  ],
  ['ForAllValues, negated, of nothing', tagKeys('ForAllValues:StringNotLike', 'key1*'), none, true],
  ['ForAnyValue', tagKeys('ForAnyValue:StringEquals', 'a', 'b'), tagged('x', 'b'), true],
  ['ForAnyValue, none', tagKeys('ForAnyValue:StringEquals', 'a', 'b'), tagged('x'), false],
  ['ForAnyValue of nothing', tagKeys('ForAnyValue:StringLike', '*'), none, false],
  ['ForAnyValue, negated', tagKeys('ForAnyValue:StringNotEquals', 'a'), tagged('a', 'b'), true],
  ['ForAnyValue, negated, none', tagKeys('ForAnyValue:StringNotEquals', 'a', 'b'), tagged('a', 'b'), false],
  ['ForAnyValue, negated, of nothing', tagKeys('ForAnyValue:StringNotEquals', 'a'), none, false],
  ['ForAnyValue with IfExists of nothing', tagKeys('ForAnyValue:StringEqualsIfExists', 'a'), none, false],
  ['ForAllValues of a single value', user('ForAllValues:StringEquals', 'bob'), ann, false],
  [
    'keys of the tags that are set',
    tagKeys('ForAllValues:StringEquals', 'a'),
    { requestTags: { a: '', b: '' } },
    false,
  ],
])

table('tags', [
  ['of the resource', on('StringEquals', 'aws:ResourceTag/stage', 'dev'), stage('dev'), true],
  ['of the request', on('StringEquals', 'aws:RequestTag/stage', 'dev'), { requestTags: { stage: 'dev' } }, true],
  ['of the other one', on('StringEquals', 'aws:RequestTag/stage', 'dev'), stage('dev'), false],
  ['a tag key in another case', on('StringEquals', 'aws:ResourceTag/Stage', 'dev'), stage('dev'), true],
  [
    'the tag key spelled alike',
    on('StringEquals', 'aws:ResourceTag/stage', 'dev'),
    { resourceTags: { STAGE: 'x', stage: 'dev' } },
    true,
  ],
  ['a tag key with a slash', on('StringEquals', 'aws:ResourceTag/a/b', 'c'), { resourceTags: { 'a/b': 'c' } }, true],
])

const ip = (operator: string, value: unknown, sourceIp: string, expected: boolean): Row => [
  `${operator} ${value}: ${sourceIp}`,
  on(operator, 'aws:SourceIp', value),
  { sourceIp },
  expected,
]
table('addresses', [
  ip('IpAddress', '203.0.113.0/24', '203.0.113.255', true),
  ip('IpAddress', '203.0.113.0/24', '203.0.114.0', false),
  ip('IpAddress', '203.0.113.7/24', '203.0.113.1', true),
  ip('IpAddress', '203.0.113.7', '203.0.113.7', true),
  ip('IpAddress', '203.0.113.7', '203.0.113.8', false),
  ip('IpAddress', '0.0.0.0/0', '255.1.2.3', true),
  ip('IpAddress', '0.0.0.0/0', '2001:db8::1', false),
  ip('IpAddress', '::/0', '203.0.113.7', false),
  ip('IpAddress', '::/0', '::ffff:203.0.113.7', false),
  ip('IpAddress', '203.0.113.0/24', '::ffff:203.0.113.7', true),
  ip('IpAddress', '203.0.113.0/24', '::FFFF:cb00:7107', true),
  ip('IpAddress', '::ffff:203.0.113.0/120', '203.0.113.7', true),
  ip('IpAddress', '2001:db8::/32', '2001:db8:ffff::1', true),
  ip('IpAddress', '2001:DB8:0::/33', '2001:db8:8000::1', false),
  ip('IpAddress', 'fe80::/10', 'fe80::1%eth0', true),
  ip('IpAddress', '0.0.0.0/0', 'unknown', false),
  ip('IpAddress', ['198.51.100.0/24', '2001:db8::/32'], '2001:db8::7', true),
  ip('NotIpAddress', '203.0.113.0/24', '203.0.113.7', false),
  ip('NotIpAddress', ['203.0.113.0/24', '::/0'], '198.51.100.1', true),
])

const tag = (operator: string, written: unknown, requested: string, expected: boolean): Row => [
  `${operator} ${written}: ${requested}`,
  on(operator, 'aws:ResourceTag/stage', written),
  stage(requested),
  expected,
]
table('numbers and booleans', [
  tag('NumericEquals', '10.0', '10', true),
  tag('NumericNotEquals', 10, '10', false),
  tag('NumericNotEquals', 10, 'ten', true),
  tag('NumericLessThan', 10, '9.5', true),
  tag('NumericLessThan', 10, '10', false),
  tag('NumericLessThanEquals', 10, '10', true),
  tag('NumericGreaterThan', 9, '10', true),
  tag('NumericGreaterThan', '-1', '', false),
  tag('NumericGreaterThanEquals', 10, '9', false),
  tag('Bool', true, 'TRUE', true),
  tag('Bool', 'true', '1', false),
  ['Bool of a connection', on('Bool', 'aws:SecureTransport', 'false'), { secureTransport: false }, true],
])

const at = (operator: string, written: unknown, expected: boolean, key = 'aws:CurrentTime'): Row => [
  `${operator} ${written}`,
  on(operator, key, written),
  none,
  expected,
]
table('instants', [
  at('DateEquals', '2026-11-20T12:00:00Z', true),
  at('DateNotEquals', '2026-11-20T12:00:00Z', false),
  at('DateLessThan', '2026-11-20T12:00:01Z', true),
  at('DateLessThan', '2026-11-20T12:00:00Z', false),
  at('DateLessThanEquals', '2026-11-20T13:00+01:00', true),
  at('DateGreaterThan', '2026-11-20', true),
  at('DateGreaterThan', '2026-12', false),
  at('DateGreaterThanEquals', '2026-11-20T12:00:00.000Z', true),
  at('DateGreaterThan', 1_795_176_000, false),
  at('DateGreaterThan', '1795175999', true),
  at('NumericEquals', 1_795_176_000, true, 'aws:EpochTime'),
  at('DateEquals', '2026-11-20T12:00Z', true, 'aws:EpochTime'),
])

const principal = (operator: string, value: string, expected: boolean): Row => [
  `${operator} ${value}`,
  on(operator, 'aws:PrincipalArn', value),
  ann,
  expected,
]
table('ARNs', [
  principal('ArnEquals', 'arn:aws:iam::000000000000:user/ops/ann', true),
  principal('ArnEquals', 'arn:aws:iam::*:user/*', true),
  principal('ArnLike', 'arn:aws:iam::000000000000:user/ops/???', true),
  principal('ArnLike', 'arn:aws:iam::000000000000:USER/ops/ann', false),
  principal('ArnLike', 'arn:aws:*:user/ops/ann:x:y', false),
  principal('ArnLike', 'arn:aws:iam::000000000000:user/ops/${aws:username}', true),
  principal('ArnNotEquals', 'arn:aws:iam::000000000000:user/ops/*', false),
  principal('ArnNotLike', 'arn:aws:iam::111111111111:*', true),
  tag('ArnLike', 'arn:aws:logs:*:*:log-*:z', 'arn:aws:logs:us-east-1:000000000000:log-group:x:y:z', true),
  tag('ArnLike', 'arn:aws:logs:*:*:*', 'arn:aws:logs', false),
])

table('several conditions must all hold', [
  ['two operators', { StringEquals: { 'aws:username': 'ann' }, Bool: { 'aws:SecureTransport': true } }, ann, true],
  [
    'two operators, one fails',
    { StringEquals: { 'aws:username': 'ann' }, Bool: { 'aws:SecureTransport': false } },
    ann,
    false,
  ],
  [
    'two keys',
    { StringEquals: { 'aws:username': 'ann', 'aws:RequestedRegion': 'x' } },
    { ...ann, requestedRegion: 'x' },
    true,
  ],
  ['two keys, one fails', { StringEquals: { 'aws:username': 'ann', 'aws:RequestedRegion': 'x' } }, ann, false],
  ['a user agent', on('StringLike', 'aws:UserAgent', 'aws-cli/*'), { userAgent: 'aws-cli/2.0' }, true],
])
