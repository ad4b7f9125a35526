import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import {
  createJob,
  csvOf,
  importFile,
  makeImportPool,
  readLog,
  rowOf,
  startJob,
  upload,
  waitForJob,
} from '../operations/imports/fixture.ts'
import { until } from '../until.ts'

const server = useServer()

const userOf = async (poolId: string, Username: string) => {
  const { UserAttributes = [], ...user } = await server
    .client()
    .send(new AdminGetUserCommand({ UserPoolId: poolId, Username }))
  return { ...user, attributes: Object.fromEntries(UserAttributes.map(({ Name = '', Value }) => [Name, Value])) }
}

const HEADER = 'The header of the CSV file does not match the attributes of the user pool.'
const TOO_MANY = 'Too many users have failed or been skipped during the import.'
const PARSED = 'The user import job completed successfully'

/** What becomes of a file: its change, the end of its job, and how many came in. */
const files: [string, (file: string) => string | Buffer, string, string, number][] = [
  ['as it should be', (file) => file, 'Succeeded', PARSED, 2],
  ['empty', () => '', 'Failed', HEADER, 0],
  ['without users', (file) => `${file.split('\n')[0]}\n`, 'Succeeded', PARSED, 0],
  ['with a header alone, unended', (file) => `${file.split('\n')[0]}`, 'Succeeded', PARSED, 0],
  ['with a byte order mark', (file) => `\ufeff${file}`, 'Failed', HEADER, 0],
  ['with a column less', (file) => file.replace('nickname,', ''), 'Failed', HEADER, 0],
  ['no CSV at all', () => Buffer.from([0x50, 0x4b, 0x03, 0x04, 0xff, 0xfe, 0x00]), 'Failed', HEADER, 0],
  ['one endless line', () => 'x'.repeat(700_000), 'Failed', HEADER, 0],
  ['with the ends of lines of Windows', (file) => file.replaceAll('\n', '\r\n'), 'Succeeded', PARSED, 2],
  ['with the last line unended', (file) => file.trimEnd(), 'Succeeded', PARSED, 2],
  ['with blank lines', (file) => `${file.replaceAll('\n', '\n\n')}\n\n`, 'Succeeded', PARSED, 2],
  ['with more bad rows than good ones', (file) => `${file}x\ny\nz\n`, 'Failed', TOO_MANY, 2],
]

describe('a file', () => {
  for (const [name, change, status, message, imported] of files) {
    test(name, async () => {
      const sdk = server.client()
      const { poolId } = await makeImportPool(sdk)
      const job = await importFile(sdk, poolId, change(await csvOf(sdk, poolId, [rowOf('ann'), rowOf('bob')])))
      assert.deepEqual([job.Status, job.CompletionMessage, job.ImportedUsers], [status, message, imported])
      assert.ok(job.CompletionDate)
    })
  }
})

test('V71: rows fail one by one, and what comes in comes in to the letter', async () => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk, {
    Schema: [
      { Name: 'team', AttributeDataType: 'String', StringAttributeConstraints: { MinLength: '2', MaxLength: '5' } },
      { Name: 'given_name', AttributeDataType: 'String', Required: true },
    ],
  })
  const formulas = { name: "=cmd|' /C calc'!A0", nickname: '+1', profile: '-1', website: '@SUM(1)', zoneinfo: '"q' }
  const given_name = 'Ann'
  const rows = [
    { ...rowOf('ann'), given_name, ...formulas, address: '1 Road, Town', updated_at: '1700000000' },
    rowOf('b'),
    { ...rowOf('c'), given_name, 'custom:team': 'x' },
    { ...rowOf('d'), given_name, email: 'nowhere' },
    { ...rowOf('e'), given_name, updated_at: 'soon' },
    { ...rowOf('ann'), given_name },
    { ...rowOf('f'), given_name, name: '\u{1f600}', 'custom:team': 'ab' },
    { ...rowOf('g'), given_name },
    { ...rowOf('h'), given_name },
    { ...rowOf('i'), given_name },
    { ...rowOf('j'), given_name },
  ]
  const file = Buffer.concat([
    Buffer.from(await csvOf(sdk, poolId, rows)),
    Buffer.from([0xff, 0xfe, 0x0a]),
    Buffer.from(`\n${'x'.repeat(70_000)}\n`),
  ])
  const job = await importFile(sdk, poolId, file)
  assert.deepEqual([job.ImportedUsers, job.SkippedUsers, job.FailedUsers], [6, 1, 6])
  assert.equal(job.Status, 'Failed')
  const ok = (line: number) => `[SUCCEEDED] Line Number ${line} - The import succeeded.`
  const failed = (line: number, text: string) => `[FAILED] Line Number ${line} - ${text}`
  assert.deepEqual(await readLog(server, poolId, job.JobId), [
    ok(1),
    failed(2, 'Attributes did not conform to the schema: given_name: The attribute is required'),
    failed(3, 'Attributes did not conform to the schema: custom:team: String must be no shorter than 2 characters'),
    failed(4, 'Invalid email address format.'),
    failed(5, 'Attributes did not conform to the schema: updated_at: Value must be a number'),
    '[SKIPPED] Line Number 6 - The user already exists.',
    ...[7, 8, 9, 10, 11].map(ok),
    failed(12, 'The User Record is not UTF-8 text.'),
    failed(14, 'The User Record is longer than 16000 characters.'),
  ])
  const { attributes, UserStatus } = await userOf(poolId, 'ann')
  const { sub, ...others } = attributes
  assert.ok(sub)
  assert.equal(UserStatus, 'RESET_REQUIRED')
  assert.deepEqual(others, {
    ...formulas,
    given_name,
    email: 'ann@example.com',
    email_verified: 'true',
    address: '1 Road, Town',
    updated_at: '1700000000',
  })
})

test('whoever comes without a password resets it first', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makeImportPool(sdk, {}, { PreventUserExistenceErrors: 'LEGACY' })
  await importFile(sdk, poolId, await csvOf(sdk, poolId, [rowOf('ann')]))
  assert.deepEqual(await server.inbox('ann@example.com'), [])
  await assert.rejects(signIn(sdk, clientId, 'ann'), serviceError('PasswordResetRequiredException'))
  await sdk.send(new ForgotPasswordCommand({ ClientId: clientId, Username: 'ann' }))
  const ConfirmationCode = await server.code('ann@example.com')
  await sdk.send(
    new ConfirmForgotPasswordCommand({ ClientId: clientId, Username: 'ann', ConfirmationCode, Password: PASSWORD }),
  )
  assert.ok((await signIn(sdk, clientId, 'ann')).accessToken)
})

test('whoever can sign in by a code is confirmed', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makeImportPool(
    sdk,
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
    { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
  )
  await importFile(sdk, poolId, await csvOf(sdk, poolId, [rowOf('ann')]))
  assert.equal((await userOf(poolId, 'ann')).UserStatus, 'CONFIRMED')
  const AuthParameters = { USERNAME: 'ann', PREFERRED_CHALLENGE: 'EMAIL_OTP' }
  const begun = await sdk.send(new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'USER_AUTH', AuthParameters }))
  assert.equal(begun.ChallengeName, 'EMAIL_OTP')
})

test('where addresses are names, they are those of the users', async () => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk, { UsernameAttributes: ['email'] })
  const named = (name: string, email = name) => ({ 'cognito:username': name, email, email_verified: 'true' })
  const rows = [named('a@example.com'), named('b@example.com', ''), named('a@example.com'), named('c')]
  const job = await importFile(sdk, poolId, await csvOf(sdk, poolId, rows))
  assert.deepEqual([job.ImportedUsers, job.SkippedUsers, job.FailedUsers], [2, 1, 1])
  const { Username, attributes } = await userOf(poolId, 'b@example.com')
  assert.equal(Username, attributes.sub)
  assert.equal(attributes.email, 'b@example.com')
})

test('an alias stays with whoever has it', async () => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk, { AliasAttributes: ['email'] })
  const UserAttributes = [
    { Name: 'email', Value: 'ann@example.com' },
    { Name: 'email_verified', Value: 'true' },
  ]
  await sdk.send(
    new AdminCreateUserCommand({ UserPoolId: poolId, Username: 'first', UserAttributes, MessageAction: 'SUPPRESS' }),
  )
  const job = await importFile(sdk, poolId, await csvOf(sdk, poolId, [rowOf('ann'), rowOf('bob'), rowOf('cy')]))
  assert.deepEqual([job.ImportedUsers, job.FailedUsers], [2, 1])
  const [first] = await readLog(server, poolId, job.JobId)
  assert.equal(first, '[FAILED] Line Number 1 - An account with the given email already exists.')
  assert.equal((await userOf(poolId, 'ann@example.com')).Username, 'first')
  await assert.rejects(userOf(poolId, 'ann'), serviceError('UserNotFoundException'))
})

describe('a file with more users than a file may have', () => {
  const strict = useServer({ CENOTE_IMPORT_ROWS: '120' })

  test('is read that far', async () => {
    const sdk = strict.client()
    const { poolId } = await makeImportPool(sdk)
    const job = await importFile(sdk, poolId, (await csvOf(sdk, poolId, [])) + 'x\n'.repeat(121))
    assert.deepEqual([job.Status, job.FailedUsers], ['Failed', 120])
    assert.equal(job.CompletionMessage, 'The CSV file has more than 120 users.')
  })
})

test('nothing of a file is left when its job has ended, and no names are in its log', async () => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk)
  const rows = Array.from({ length: 9000 }, (_, number) => rowOf(`somebody${number}`))
  const file = await csvOf(sdk, poolId, [...rows, rowOf('somebody1')])
  assert.ok(file.length > 2 * 256 * 1024)
  const job = await importFile(sdk, poolId, file)
  assert.deepEqual([job.ImportedUsers, job.SkippedUsers], [9000, 1])
  const log = await readLog(server, poolId, job.JobId)
  assert.equal(log.length, 9001)
  assert.equal(log.filter((line) => line.includes('somebody')).length, 0)
  await until(async () => !(await server.ctx.store.importWork.leftover()))
  const { importFiles } = server.ctx.store
  assert.equal(await importFiles.chunk({ poolId, id: job.JobId ?? '' }, 0), undefined)
  assert.equal(await importFiles.chunk({ poolId, id: job.JobId ?? '' }, 2), undefined)
})

describe('a file that cannot be read any more fails its job, and the next one has its turn', () => {
  const damages: [string, (key: { poolId: string; id: string }) => Promise<unknown>][] = [
    ['as it is gone', (key) => server.ctx.store.transaction((tx) => tx.importFiles.removeChunks(key, 10))],
    [
      'as it does not open',
      (key) =>
        server.ctx.store.transaction(async (tx) => {
          await tx.importFiles.removeChunks(key, 10)
          await tx.importFiles.insertChunk(key, 0, server.ctx.sealer.seal('elsewhere', 'x'))
        }),
    ],
  ]
  for (const [name, damage] of damages) {
    test(name, async () => {
      const sdk = server.client()
      const { poolId } = await makeImportPool(sdk)
      const file = await csvOf(sdk, poolId, [rowOf('ann')])
      const { JobId, PreSignedUrl } = await createJob(sdk, poolId)
      assert.equal((await upload(PreSignedUrl, file)).status, 200)
      await damage({ poolId, id: JobId })
      await startJob(sdk, poolId, JobId)
      const { Status, CompletionMessage } = await waitForJob(sdk, poolId, JobId)
      assert.deepEqual([Status, CompletionMessage], ['Failed', 'The CSV file cannot be read.'])
      assert.ok(
        server.log.some((line) => line.includes('the file of an import cannot be read') && line.includes(JobId)),
      )
      assert.equal((await importFile(sdk, poolId, file)).Status, 'Succeeded')
    })
  }
})
