import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  type DeleteUserPoolDomainCommandInput,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createDomain, custom, describeDomain, missingDomain } from './fixture.ts'

const server = useServer()

const remove = (input: DeleteUserPoolDomainCommandInput) => server.client().send(new DeleteUserPoolDomainCommand(input))

test('takes a domain away, which another pool may have then', async () => {
  const sdk = server.client()
  const [one, other] = [(await makePool(sdk)).poolId, (await makePool(sdk)).poolId]
  const { domain } = await createDomain(sdk, one)
  await createDomain(sdk, one, { Domain: 'auth.example.com', CustomDomainConfig: custom })
  const { $metadata, ...answer } = await remove({ UserPoolId: one, Domain: domain })
  assert.deepEqual(answer, {})
  assert.deepEqual(await describeDomain(sdk, domain), {})
  const { UserPool } = await sdk.send(new DescribeUserPoolCommand({ UserPoolId: one }))
  assert.deepEqual([UserPool?.Domain, UserPool?.CustomDomain], [undefined, 'auth.example.com'])
  await createDomain(sdk, other, { Domain: domain })
  await remove({ UserPoolId: one, Domain: 'auth.example.com' })
  await sdk.send(new DeleteUserPoolCommand({ UserPoolId: one }))
})

suite('refuses', () => {
  for (const [name, change, error, message] of missingDomain) {
    test(name, async () => {
      const sdk = server.client()
      const { poolId } = await makePool(sdk)
      const { domain } = await createDomain(sdk, poolId)
      await assert.rejects(remove({ UserPoolId: poolId, Domain: domain, ...change }), serviceError(error, message))
      assert.equal((await describeDomain(sdk, domain))?.UserPoolId, poolId)
    })
  }

  test("another pool's domain, and one that is gone already", async () => {
    const sdk = server.client()
    const [one, other] = [(await makePool(sdk)).poolId, (await makePool(sdk)).poolId]
    const { domain } = await createDomain(sdk, one)
    const gone = serviceError('InvalidParameterException', 'No such domain or user pool exists.')
    await assert.rejects(remove({ UserPoolId: other, Domain: domain }), gone)
    await remove({ UserPoolId: one, Domain: domain })
    await assert.rejects(remove({ UserPoolId: one, Domain: domain }), gone)
  })
})
