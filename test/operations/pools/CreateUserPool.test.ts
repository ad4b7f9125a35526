import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { CreateUserPoolCommand, CreateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider'
import { useServer } from '../../harness.ts'
const server = useServer()
test('x', async () => {
  const c = server.client()
  const r = await c.send(new CreateUserPoolCommand({ PoolName: 'x', UserPoolTags: { constructor: 'a', a: 'b' } }))
  console.log(JSON.stringify(r, null, 1).slice(0, 6000))
  const k = await c.send(new CreateUserPoolClientCommand({ UserPoolId: r.UserPool?.Id, ClientName: 'x', GenerateSecret: true }))
  console.log(JSON.stringify(k, null, 1).slice(0, 6000))
})
