import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { exchangeKey, powerOfG, privateKey, sharedSecret } from '../../src/compute/power.ts'
import {
  fakeVerifier,
  formatVerifier,
  makeSalt,
  N,
  N_BYTES,
  pad,
  parsePublicValue,
  parseVerifier,
  passwordClaim,
  privateExponent,
  scrambler,
  serverPublicValue,
  sessionKey,
  srpIdentity,
} from '../../src/domain/srp.ts'

const hex = (text: string) => Buffer.from(text, 'hex')
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const toBigInt = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex') || '0'}`)
const toBytes = (value: bigint) => hex(value.toString(16).padStart(N_BYTES * 2, '0'))
const MODULUS = toBigInt(N)

/** Powers as a schoolbook has them, to compare with. */
const power = (base: bigint, exponent: bigint) => {
  let result = 1n
  for (let factor = base % MODULUS, rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % MODULUS
    factor = (factor * factor) % MODULUS
  }
  return result
}

/** The rows of the group as Cognito's own clients write it down. */
const GROUP = `
FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437
4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05
98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B
E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33
A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864
D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF`

/** Both computed by pycognito and amplify-js for one a, b, SECRET_BLOCK and time: of a user, and of a device. */
const vectors = [
  {
    name: 'a user',
    identity: srpIdentity('us-east-1_TestPool1', 'alice'),
    password: 'Passw0rd!',
    salt: '7a1bc2d3e4f5061728394a5b6c7d8e9f',
    x: '338aa20018d07d8174605dcb62b52356f7671fc44f6ae7573de4397d43511c28',
    u: 'ca3f445be93ba38548b2c926d4820d5969fc6e8b754cded284b890b69314ce32',
    key: '08dff79e6af7f03dcabbacaf77d7dd6e',
    claim: 'mcG2derdIoe8hK/xFkxtkBO87p5Ah/qkG9juysQeoMw=',
    hashOfV: '14e5ad368fc284430fb451cf5442610894e968d8f29a4c895851ec9c56b28ad0',
    hashOfB: '4f9c28226bc83c150385cfe2e2837a6134118a1a674e7e96d96d17bb2a6f1307',
    hashOfS: '1822fe688aad14f71e66add08839828e6280c3dd3ef73857bde49d981d7996d1',
  },
  {
    name: 'a device, whose salt is hashed with a sign byte',
    identity: { poolName: '-GrpKey01', username: 'us-east-1_11111111-2222-3333-4444-555555555555' },
    password: 'ZGV2aWNlLXNlY3JldA==',
    salt: '9a1bc2d3e4f5061728394a5b6c7d8e9f',
    x: '9ca0895dce74f3458f3be0c6787e287ea66cc627741b04743d49aabb0dcf1d08',
    u: 'a85f22918a969bf2506a3d8f9f758d992d5ffaba2ebe663b10968bb272ca7fde',
    key: 'f81f23c75319840adebf66e0ae47a0f5',
    claim: '1MhUCJ4/DxhgRtXD2oa+nJK5WqfP9UqUZCB3L/luVKA=',
  },
] as const

const A = hex('0123456789abcdef'.repeat(16))
const B = hex('fedcba9876543210'.repeat(16))
const SECRET_BLOCK = Buffer.from(Array.from({ length: 32 }, (_, index) => index))
const TIMESTAMP = 'Tue Jan 6 03:04:05 UTC 2026'

describe('SRP agrees with Cognito’s clients', () => {
  test('on the group', () => {
    assert.equal(N.toString('hex').toUpperCase(), GROUP.replaceAll('\n', ''))
    assert.equal(N_BYTES, 384)
  })

  for (const { name, identity, password, salt, x, u, key, claim, ...hashes } of vectors) {
    test(`on every number of a sign-in of ${name}`, () => {
      const exponent = privateExponent(identity, password, hex(salt))
      assert.equal(exponent.toString('hex'), x)
      const v = powerOfG(exponent)
      if ('hashOfV' in hashes) assert.equal(sha256(pad(v)), hashes.hashOfV)
      const publicA = powerOfG(A)
      assert.equal(sha256(pad(publicA)), '14d555a4aa95d61565f0f136b94b3d7193eec499c432a5dd246c46f1991217e1')
      const publicB = serverPublicValue(v, powerOfG(B))
      if ('hashOfB' in hashes) assert.equal(sha256(pad(publicB)), hashes.hashOfB)
      const scrambled = scrambler(publicA, publicB)
      assert.equal(scrambled.toString('hex'), u)
      const secret = sharedSecret(publicA, v, scrambled, privateKey(B))
      if ('hashOfS' in hashes) assert.equal(sha256(pad(secret)), hashes.hashOfS)
      const derived = sessionKey(secret, scrambled)
      assert.equal(derived.toString('hex'), key)
      assert.equal(exchangeKey({ a: publicA, v, b: B }).toString('hex'), key)
      assert.equal(passwordClaim(derived, identity, SECRET_BLOCK, TIMESTAMP).toString('base64'), claim)
    })
  }

  test('on the part of a pool’s id that counts', () => {
    assert.deepEqual(srpIdentity('eu-west-1_Ab_c', 'jane'), { poolName: 'Ab_c', username: 'jane' })
  })

  test('on what a password’s bytes are: those that were typed', () => {
    const identity = srpIdentity('us-east-1_P', 'jane')
    const salt = hex('10'.repeat(16))
    const exponents = ['p\u00e4ss', 'pa\u0308ss', 'PÄSS', 'p\u00e4ss '].map((password) =>
      privateExponent(identity, password, salt).toString('hex'),
    )
    assert.equal(new Set(exponents).size, 4)
  })
})

describe('V80', () => {
  const paddings = [
    ['', ''],
    ['00', '00'],
    ['0000', '00'],
    ['7f', '7f'],
    ['80', '0080'],
    ['0080', '0080'],
    ['000080', '0080'],
    ['00007f', '7f'],
    ['ff00', '00ff00'],
    ['010080', '010080'],
  ] as const
  for (const [given, padded] of paddings) {
    test(`pads ${given || 'nothing'} to its shortest two’s complement`, () => {
      assert.equal(pad(hex(given)).toString('hex'), padded)
    })
  }

  test('powers of g are right for 300 random exponents, and for small, short and zero-led ones', () => {
    const exponents = [
      ...['01', '02', '03', '7f', '80', 'ff', '0100', '010000', '00ff', '0000000001'].map(hex),
      hex(`00${'ab'.repeat(31)}`),
      hex(`0000${'80'.repeat(30)}`),
      hex(`7f${'ff'.repeat(31)}`),
      hex('ff'.repeat(32)),
      hex(`80${'00'.repeat(31)}`),
      ...Array.from({ length: 300 }, (_, index) => Buffer.concat([randomBytes((index % 32) + 1), hex('01')])),
    ]
    for (const x of exponents) {
      const v = powerOfG(x)
      assert.equal(v.length, N_BYTES)
      assert.ok(v.equals(toBytes(power(2n, toBigInt(x)))), `x = ${x.toString('hex')}`)
    }
  })

  test('a power that begins with zero bytes keeps its length', () => {
    // 2^x below N for every x < 3072: as many leading zeros as there can be.
    for (const x of [1, 8, 255, 256, 3000, 3063, 3071]) {
      assert.ok(powerOfG(hex(x.toString(16).padStart(4, '0'))).equals(toBytes(1n << BigInt(x))))
    }
  })

  test('the shared secret is right for random numbers, even and zero-led ones included', () => {
    for (let round = 0; round < 60; round++) {
      const [v, a] = [powerOfG(randomBytes(32)), powerOfG(randomBytes(32))]
      const [u, b] = [randomBytes(32), randomBytes(32)]
      if (round % 3 === 0) u[31] = (u[31] ?? 0) & 0xfe
      if (round % 4 === 0) u.fill(0, 0, 1 + (round % 5))
      if (round % 5 === 0) b.fill(0, 0, 1 + (round % 7))
      if (round % 6 === 0) a.fill(0, 0, 1 + (round % 11))
      const expected = power(toBigInt(a) * power(toBigInt(v), toBigInt(u)), toBigInt(b))
      assert.ok(sharedSecret(a, v, u, privateKey(b)).equals(toBytes(expected)), JSON.stringify({ u, b }))
    }
  })

  test('salts have 16 bytes and no leading zero digit, which clients do not agree on', () => {
    const drawn = [hex(`0f${'ff'.repeat(15)}`), hex('00'.repeat(16)), hex(`10${'00'.repeat(15)}`)]
    assert.equal(makeSalt(() => drawn.shift() ?? Buffer.alloc(0)).toString('hex'), `10${'00'.repeat(15)}`)
    for (let round = 0; round < 300; round++) assert.match(makeSalt(randomBytes).toString('hex'), /^[1-9a-f].{31}$/)
  })

  test('a verifier is read as it was written', () => {
    const verifier = { salt: makeSalt(randomBytes), v: powerOfG(Buffer.from([8])) }
    assert.deepEqual(parseVerifier(formatVerifier(verifier)), verifier)
  })
})

describe('V76 a client’s public value', () => {
  const multiple = (factor: bigint) => (MODULUS * factor).toString(16)
  const refused = {
    zero: '0',
    'zeros of its full length': '0'.repeat(768),
    N: multiple(1n),
    '2N': multiple(2n),
    '17N': multiple(17n),
    'N + 1': (MODULUS + 1n).toString(16),
    'more than N of the same length': 'f'.repeat(768),
    'a number of 10 KB': 'a'.repeat(10_240),
    nothing: '',
    'a negative number': '-1',
    'no hexadecimal number': 'xyz',
    'a number with a prefix': '0x02',
    'a number with a blank': '02 ',
    'a number with a line end': '02\n',
    'digits of another script': '٢',
  }
  for (const [name, text] of Object.entries(refused)) {
    test(`is not ${name}`, () => assert.equal(parsePublicValue(text), undefined))
  }

  test('is any other, whatever its length and case', () => {
    const taken = ['1', '2', '0000002', 'aBcDeF', multiple(1n).replace(/.$/, 'e'), powerOfG(A).toString('hex')]
    for (const text of taken) {
      const value = parsePublicValue(text)
      assert.equal(value?.length, N_BYTES)
      assert.equal(toBigInt(value ?? N), BigInt(`0x${text}`))
    }
  })

  test('that makes the secret known to everybody is refused when it is computed', () => {
    const [v, u, b] = [powerOfG(randomBytes(32)), randomBytes(32), randomBytes(32)]
    const inverse = power(power(toBigInt(v), toBigInt(u)), MODULUS - 2n)
    for (const a of [inverse, MODULUS - inverse]) assert.throws(() => sharedSecret(toBytes(a), v, u, privateKey(b)))
  })

  test('V77: a scrambler of 0, with which no password would count, is refused', () => {
    const [a, v, b] = [powerOfG(randomBytes(32)), powerOfG(randomBytes(32)), randomBytes(32)]
    assert.throws(() => sharedSecret(a, v, Buffer.alloc(32), privateKey(b)), /scrambler/)
  })
})

test('a name that nobody has gets a number of the group as its verifier', () => {
  for (const bytes of [Buffer.alloc(512, 0xff), Buffer.alloc(384), randomBytes(384), Buffer.alloc(1, 7)]) {
    const v = fakeVerifier(bytes)
    assert.equal(v.length, N_BYTES)
    assert.equal(toBigInt(v), toBigInt(bytes) % MODULUS)
  }
})

describe('V79 secrets are raised to powers by OpenSSL alone', () => {
  const sources = globSync('src/**/*.ts').map((file) => [file, readFileSync(file, 'utf8')] as const)
  /** Comments aside, which may speak of it. */
  const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')

  /** Where big integers are, and what for. */
  const users = {
    'src/domain/generated-names.ts': 'writes random bytes in base 32',
    'src/domain/srp.ts': 'sums and products',
    'src/domain/totp.ts': 'writes a counter of 64 bits',
    'src/store/dialects/sqlite/statements.ts': 'counts of rows',
    'src/store/rows.ts': 'counts of rows',
    'src/store/statement.ts': 'counts of rows',
  }

  test('big integers are used where nothing is raised to a power', () => {
    const found = sources.filter(([, text]) => /\bBigInt\b|\b\d+n\b/.test(code(text))).map(([file]) => file)
    assert.deepEqual(found.sort(), Object.keys(users))
  })

  test('no power is computed with them: no operator for it, no loop and no shift beside them', () => {
    const text = code(sources.find(([file]) => file === 'src/domain/srp.ts')?.[1] ?? '')
    const arithmetic = text.slice(text.indexOf('toBigInt'))
    for (const sign of [/\*\*/, />>/, /<</, /\bfor\b/, /\bwhile\b/, /\breduce\b/]) assert.doesNotMatch(arithmetic, sign)
  })

  test('no other prime arithmetic of JavaScript is at hand', () => {
    const makers = sources.filter(([, text]) => /createDiffieHellman|getDiffieHellman|createECDH/.test(code(text)))
    assert.deepEqual(
      makers.map(([file]) => file),
      ['src/domain/srp.ts'],
    )
  })
})
