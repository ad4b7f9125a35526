import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as operations from '../../src/operations/index.ts'
import { required, type Shape, type StructureShape, string, structure } from '../../src/wire/schema.ts'
import * as auth from '../../src/wire/shapes/auth.ts'
import * as branding from '../../src/wire/shapes/branding.ts'
import * as client from '../../src/wire/shapes/client.ts'
import * as common from '../../src/wire/shapes/common.ts'
import * as device from '../../src/wire/shapes/device.ts'
import * as domain from '../../src/wire/shapes/domain.ts'
import * as group from '../../src/wire/shapes/group.ts'
import * as identityProvider from '../../src/wire/shapes/identity-provider.ts'
import * as importJob from '../../src/wire/shapes/import-job.ts'
import * as limit from '../../src/wire/shapes/limit.ts'
import * as logDelivery from '../../src/wire/shapes/log-delivery.ts'
import * as mfa from '../../src/wire/shapes/mfa.ts'
import * as pool from '../../src/wire/shapes/pool.ts'
import * as poolLambda from '../../src/wire/shapes/pool-lambda.ts'
import * as poolMessaging from '../../src/wire/shapes/pool-messaging.ts'
import * as poolReplica from '../../src/wire/shapes/pool-replica.ts'
import * as poolSchema from '../../src/wire/shapes/pool-schema.ts'
import * as resourceServer from '../../src/wire/shapes/resource-server.ts'
import * as risk from '../../src/wire/shapes/risk.ts'
import * as session from '../../src/wire/shapes/session.ts'
import * as terms from '../../src/wire/shapes/terms.ts'
import * as user from '../../src/wire/shapes/user.ts'
import { compareShape, compareWithModel, findModelShape, model, modelParts } from './compare-with-model.ts'

const shapes: Readonly<Record<string, Shape>> = {
  ...auth,
  ...branding,
  ...client,
  ...common,
  ...device,
  ...domain,
  ...group,
  ...identityProvider,
  ...importJob,
  ...limit,
  ...logDelivery,
  ...mfa,
  ...pool,
  ...poolLambda,
  ...poolMessaging,
  ...poolReplica,
  ...poolSchema,
  ...resourceServer,
  ...risk,
  ...session,
  ...terms,
  ...user,
}

describe('shapes', () => {
  for (const [name, shape] of Object.entries(shapes)) {
    test(name, () => {
      assert.ok(findModelShape(name), 'bears a name of the model')
      assert.deepEqual(compareShape(shape, name), [])
    })
  }

  test('all that any input is made of are declared, but for scalars without constraints', () => {
    const reachable = new Set<string>()
    const visit = (name: string) => {
      if (reachable.has(name)) return
      reachable.add(name)
      Object.values(modelParts(findModelShape(name) ?? assert.fail(name))).forEach(visit)
    }
    for (const { input } of Object.values(model.operations)) {
      Object.values(model.shapes[input]?.members ?? {}).forEach(visit)
    }
    const isPlain = (name: string) => name === 'Document' || Object.keys(model.shapes[name] ?? {}).join() === 'type'
    const expected = [...reachable].filter((name) => !isPlain(name)).map((name) => name.replace(/_$/, ''))
    assert.deepEqual(Object.keys(shapes).toSorted(), expected.toSorted())
  })
})

describe('operations', () => {
  const registry: Readonly<Record<string, { readonly input: StructureShape }>> = operations

  for (const [name, { input }] of Object.entries(registry)) {
    test(name, () => assert.deepEqual(compareWithModel(name, input), []))
  }

  test('those not declared yet', (t) => {
    const missing = Object.keys(model.operations).filter((name) => !Object.hasOwn(registry, name))
    t.diagnostic(`${missing.length} of ${Object.keys(model.operations).length}: ${missing.join(', ')}`)
  })
})

test('the comparison names what differs', () => {
  const input = structure({ UserPoolId: string({ max: 55 }), Limit: required(string()), Extra: string() })
  assert.deepEqual(compareWithModel('ListGroups', input), [
    'ListGroups: required is ["Limit"], not ["UserPoolId"]',
    'ListGroups.Extra: the model has none',
    'ListGroups.UserPoolId: min is undefined, not 1',
    String.raw`ListGroups.UserPoolId: pattern is undefined, not "[\\w-]+_[0-9a-zA-Z]+"`,
    'ListGroups.Limit: type is "string", not "integer"',
    'ListGroups.Limit: min is undefined, not 0',
    'ListGroups.Limit: max is undefined, not 60',
    'ListGroups.NextToken: missing',
  ])
  assert.deepEqual(compareWithModel('ListGroup', input), ['ListGroup: the model has no such operation'])
})
