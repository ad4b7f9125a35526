import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { MAX_METADATA_BYTES, readSamlMetadata } from '../../src/domain/saml-metadata.ts'
import { cpuMs } from '../cpu-time.ts'
import { certificate, metadata } from '../operations/providers/fixture.ts'

const now = Date.now()
const one = certificate()
const other = certificate()
const ended = certificate(now - 1000)
const signing = metadata.key(one, 'signing')
const sso = metadata.service('SingleSignOnService', 'https://idp.example/sso')
const entity = metadata({ before: '' })
const list = (...entities: string[]) =>
  `<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">${entities.join('')}</EntitiesDescriptor>`

suite('is read', () => {
  const cases: [string, string, Partial<ReturnType<typeof readSamlMetadata>>][] = [
    [
      'whole',
      metadata({ keys: signing }),
      {
        entityId: 'https://idp.example/entity',
        signOnUrl: 'https://idp.example/sso',
        signOutUrl: 'https://idp.example/slo',
        certificates: [one],
        readAt: now,
      },
    ],
    ['without a way to sign out', metadata({ services: sso }), { signOutUrl: undefined }],
    ['after a byte order mark and blank lines', `\ufeff\n${metadata()}`, { entityId: 'https://idp.example/entity' }],
    ['a key of no stated use', metadata({ keys: metadata.key(one) }), { certificates: [one] }],
    [
      'several keys, each once',
      metadata({ keys: signing + metadata.key(other, 'signing') + signing + metadata.key(ended, 'encryption') }),
      { certificates: [one, other] },
    ],
    ['a key that ended beside one that did not', metadata({ keys: metadata.key(ended) + signing }), {}],
    [
      'a certificate in lines',
      metadata({ keys: metadata.key(`\n${one.replace(/.{64}/g, '$&\n')}\n`, 'signing') }),
      { certificates: [one] },
    ],
    ['the identity provider among others', list(metadata({ before: '', role: 'SPSSODescriptor' }), entity), {}],
    [
      'V52: text around a comment whole',
      metadata({ keys: metadata.key(`${one.slice(0, 9)}<!-- x -->${one.slice(9)}`, 'signing') }),
      { certificates: [one] },
    ],
    [
      'the first URL that ends no header field',
      metadata({ services: metadata.service('SingleSignOnService', 'https://idp.example/&#13;&#10;a: b') + sso }),
      { signOnUrl: 'https://idp.example/sso' },
    ],
    [
      'the first URL that browsers know',
      metadata({ services: metadata.service('SingleSignOnService', 'javascript:alert(1)') + sso }),
      { signOnUrl: 'https://idp.example/sso' },
    ],
  ]
  for (const [name, xml, expected] of cases) {
    test(name, () => {
      const read: Record<string, unknown> = readSamlMetadata(xml, now)
      for (const [member, value] of Object.entries(expected)) assert.deepEqual(read[member], value)
    })
  }
})

suite('is refused', () => {
  const doctype = 'Metadata must not contain a document type declaration.'
  const role = 'The metadata must describe one SAML 2.0 identity provider.'
  const redirect = 'The metadata has no single sign-on service with the HTTP-Redirect binding.'
  const broken = 'The metadata has an invalid signing certificate.'
  const unreadable = 'Unable to unmarshall metadata'
  const bomb = '<!DOCTYPE b [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
  const cases: [string, string, string][] = [
    ['nothing', '', unreadable],
    ['a page', '<html><body>Hello', unreadable],
    ['an end tag of another', entity.replace('</md:EntityDescriptor>', '</md:Other>'), unreadable],
    ['an unknown prefix', entity.replace('xmlns:md', 'xmlns:other'), unreadable],
    ['an undefined entity', metadata({ entityId: '&evil;' }), unreadable],
    ['V53: an external entity', metadata({ before: '<!DOCTYPE x SYSTEM "file:///etc/passwd">' }), doctype],
    ['V53: a bomb', metadata({ before: bomb }), doctype],
    ['V53: a DTD in small letters', metadata({ before: '<!doctype x>' }), doctype],
    ['V56: too much', metadata({ before: ' '.repeat(MAX_METADATA_BYTES) }), 'The metadata is too large.'],
    ['other XML', '<a/>', role],
    ['another namespace', entity.replace('urn:oasis:names:tc:SAML:2.0:metadata', 'urn:x'), role],
    ['a service provider', metadata({ role: 'SPSSODescriptor' }), role],
    ['nobody', list(), role],
    ['two identity providers', list(entity, entity), role],
    ['no name', metadata({ entityId: ' ' }), role],
    ['a name that is too long', metadata({ entityId: 'x'.repeat(1025) }), role],
    ['no way to sign in', metadata({ services: '' }), redirect],
    ['another binding', metadata({ services: sso.replace('HTTP-Redirect', 'HTTP-POST') }), redirect],
    [
      'a script to sign in',
      metadata({ services: metadata.service('SingleSignOnService', 'javascript:alert(1)') }),
      redirect,
    ],
    ['no key', metadata({ keys: '' }), 'The metadata has no signing certificate.'],
    [
      'a key to encrypt alone',
      metadata({ keys: metadata.key(one, 'encryption') }),
      'The metadata has no signing certificate.',
    ],
    ['a key that is none', metadata({ keys: metadata.key('bm9uc2Vuc2U=', 'signing') }), broken],
    ['an empty key', metadata({ keys: metadata.key('', 'signing') }), broken],
    ['a key that is too long', metadata({ keys: metadata.key('A'.repeat(4097), 'signing') }), broken],
    ['a NUL in the name of the entity', metadata({ entityId: 'https://idp&#0;.example' }), role],
    ['half a character in the name of the entity', metadata({ entityId: 'https://idp&#xD800;.example' }), role],
    ['keys that ended', metadata({ keys: metadata.key(ended) }), 'Signing certificates are expired'],
  ]
  for (const [name, xml, message] of cases) {
    test(name, () => {
      assert.throws(() => readSamlMetadata(xml, now), { name: 'InvalidParameterException', message })
    })
  }
})

test('V67: a document of many elements is read in time', () => {
  const keys = metadata.key(one, 'signing') + '<x/>'.repeat(50_000)
  const took = cpuMs(() => {
    readSamlMetadata(metadata({ keys }), now)
    assert.throws(() => readSamlMetadata('<a>'.repeat(80_000), now))
  })
  assert.ok(took < 5000, `${took} ms`)
})
