import { BlockList, isIPv6 } from 'node:net'

/** Networks that are of no public server (IANA special-purpose address registries; RFC 6890). */
const special = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16', // where clouds tell machines their credentials
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96', // unspecified, loopback, and IPv4 in its oldest disguise; in its newer one it is judged as IPv4
  '64:ff9b::/96', // gateways to IPv4, private addresses included
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]

/** This machine, as `cenote dev` may ask it. */
export const loopback: readonly string[] = ['127.0.0.0/8', '::1/128']

/** Of two families: what is no address of the newer one is of the older one. */
const family = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4')

const networks = (list: readonly string[]) => {
  const blocks = new BlockList()
  for (const network of list) {
    const [address = '', bits] = network.split('/')
    blocks.addSubnet(address, Number(bits ?? (isIPv6(address) ? 128 : 32)), family(address))
  }
  return blocks
}

/**
 * Makes the question whether an IP address may be connected to: those of public servers may, and
 * those of the `allowed` networks (addresses, or CIDR ranges).
 */
export const makeAddressRule = (allowed: readonly string[]): ((address: string) => boolean) => {
  const [permitted, refused] = [networks(allowed), networks(special)]
  return (text) => {
    const [address = ''] = text.split('%', 1) // without the name of an interface
    return permitted.check(address, family(address)) || !refused.check(address, family(address))
  }
}
