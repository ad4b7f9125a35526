import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseMailbox } from '../../src/domain/mailbox.ts'

describe('an address with or without a name', () => {
  const good = [
    ['jane@example.com', { name: '', address: 'jane@example.com' }],
    ['Jane Doe <jane@example.com>', { name: 'Jane Doe', address: 'jane@example.com' }],
    ['"Doe, Jane" <jane@example.com>', { name: 'Doe, Jane', address: 'jane@example.com' }],
    ['<jane@example.com>', { name: '', address: 'jane@example.com' }],
    ['Jürgen <j+x@bücher.example>', { name: 'Jürgen', address: 'j+x@bücher.example' }],
  ] as const
  for (const [text, mailbox] of good) test(text, () => assert.deepEqual(parseMailbox(text), mailbox))

  const bad = [
    'jane',
    'jane@example.com, joe@example.com',
    'Doe, Jane <jane@example.com>',
    'evil@evil.example,<jane@example.com>',
    'Jane <jane@example.com> x',
    'Jane <joe@example.com> <jane@example.com>',
    'Jane\r\nBcc: joe@example.com <jane@example.com>',
    '"Jane\\" <joe@example.com>, \\"" <jane@example.com>',
    '=?utf-8?q?Jane?= <jane@example.com>',
    '"jane@evil.example"@example.com',
    `${'x'.repeat(250)}@example.com`,
  ]
  for (const text of bad) test(`not ${JSON.stringify(text)}`, () => assert.equal(parseMailbox(text), undefined))
})
