import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ListDevicesCommand, type ListDevicesCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { unverifiedTexts } from '../../../src/domain/unverified-texts.ts'
import { begin, confirm } from '../../devices.ts'
import { serviceError, useServer } from '../../harness.ts'
import { makeWorld, type Refusal } from './fixture.ts'

const server = useServer()

/** Jane with three devices, and how her list is asked for. */
const prepare = async () => {
  const world = await makeWorld(server)
  const keys = [world.jane.device.key]
  for (let round = 0; round < 2; round++) {
    server.travel(1000)
    const { AuthenticationResult = {} } = await begin(world.sdk, world.clientId, 'jane')
    keys.push((await confirm(world.sdk, AuthenticationResult)).key)
  }
  const list = (change: Partial<ListDevicesCommandInput> = {}) =>
    world.sdk.send(new ListDevicesCommand({ AccessToken: world.jane.accessToken, ...change }))
  return { world, keys, list }
}

test('lists the devices of the user, the oldest first, in pages of every size', async () => {
  const { keys, list } = await prepare()
  for (let Limit = 0; Limit <= keys.length + 1; Limit++) {
    const found: (string | undefined)[] = []
    let PaginationToken: string | undefined
    do {
      const page = await list({ Limit, ...(PaginationToken !== undefined && { PaginationToken }) })
      found.push(...(page.Devices ?? []).map(({ DeviceKey }) => DeviceKey))
      PaginationToken = page.PaginationToken
    } while (PaginationToken !== undefined)
    assert.deepEqual(found, keys)
  }
})

test('refusals', async (t) => {
  const { world, list } = await prepare()
  const page = await list({ Limit: 1 })
  const rows: Refusal<ListDevicesCommandInput>[] = [
    [
      'a pool that tracks no devices',
      { AccessToken: world.untracked.accessToken },
      'InvalidUserPoolConfigurationException',
      unverifiedTexts.deviceTracking,
    ],
    [
      'a page too long',
      { Limit: 61 },
      'InvalidParameterException',
      "1 validation error detected: Value '61' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60",
    ],
    [
      'V58: another user’s token',
      { AccessToken: world.mary.accessToken, PaginationToken: page.PaginationToken },
      'InvalidParameterException',
      'Invalid pagination token',
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(list(change), serviceError(error, message)))
  }
})
