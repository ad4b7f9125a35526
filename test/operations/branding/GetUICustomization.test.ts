import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  GetUICustomizationCommand,
  type GetUICustomizationCommandInput,
  SetUICustomizationCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createDomain } from '../domains/fixture.ts'
import { missing, unknownClient, unknownPool } from './fixture.ts'

const server = useServer()

const get = async (input: GetUICustomizationCommandInput) =>
  (await server.client().send(new GetUICustomizationCommand(input))).UICustomization

test("answers a client's own, else what is for all, else nothing", async () => {
  const sdk = server.client()
  const { poolId: UserPoolId, clientId } = await makePool(sdk)
  const { clientId: other } = await makeClient(sdk, UserPoolId)
  await createDomain(sdk, UserPoolId)
  const set = (ClientId: string, CSS?: string) => sdk.send(new SetUICustomizationCommand({ UserPoolId, ClientId, CSS }))
  const styles = async () => {
    const shown = []
    for (const ClientId of [undefined, 'ALL', clientId, other]) shown.push((await get({ UserPoolId, ClientId }))?.CSS)
    return shown
  }
  const [one, all] = ['.logo-customizable { width: 1px }', '.logo-customizable { width: 2px }']
  assert.deepEqual(await get({ UserPoolId, ClientId: clientId }), {})
  await set(clientId, one)
  assert.deepEqual(await styles(), [undefined, undefined, one, undefined])
  await set('ALL', all)
  assert.deepEqual(await styles(), [all, all, one, all])
  await set(clientId)
  assert.deepEqual(await styles(), [all, all, all, all])
})

suite('refuses', () => {
  for (const [name, change, error, message] of [unknownPool, unknownClient, missing('UserPoolId')]) {
    test(name, async () => {
      const { poolId } = await makePool(server.client())
      await assert.rejects(get({ UserPoolId: poolId, ...change }), serviceError(error, message))
    })
  }

  test("another pool's client", async () => {
    const sdk = server.client()
    const [{ poolId }, { clientId }] = [await makePool(sdk), await makePool(sdk)]
    await assert.rejects(get({ UserPoolId: poolId, ClientId: clientId }), serviceError('ResourceNotFoundException'))
  })
})
