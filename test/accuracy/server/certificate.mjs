import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/**
 * A certificate for one run, signed by itself: browsers speak HTTP/2 over TLS alone. Nothing is kept of it,
 * and only a browser that was told to ignore such errors takes it.
 */

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OBJECT = 0x06;
const UTF8 = 0x0c;
const UTC_TIME = 0x17;
const EXPLICIT_0 = 0xa0;

/** @param {number} tag @param {...Buffer} parts DER: a tag, a length, what is in it */
const der = (tag, ...parts) => {
  const body = Buffer.concat(parts);
  const length =
    body.length < 0x80
      ? [body.length]
      : body.length < 0x100
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};

/** ecdsa-with-SHA256 (1.2.840.10045.4.3.2). */
const ALGORITHM = der(SEQUENCE, der(OBJECT, Buffer.from('2a8648ce3d040302', 'hex')));
const COMMON_NAME = der(OBJECT, Buffer.from('550403', 'hex'));
const NAME = der(
  SEQUENCE,
  der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8, Buffer.from('Whylag lab')))),
);
const DAY_MS = 86_400_000;

/** @param {number} at */
const time = (at) =>
  der(
    UTC_TIME,
    Buffer.from(`${new Date(at).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`),
  );

/** @param {string} label @param {Buffer} bytes */
const pem = (label, bytes) =>
  `-----BEGIN ${label}-----\n${bytes.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;

/** @returns {{ key: string, cert: string }} in PEM */
export function selfSigned() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const now = Date.now();
  const told = der(
    SEQUENCE,
    der(EXPLICIT_0, der(INTEGER, Buffer.from([2]))),
    der(INTEGER, Buffer.from([1]), randomBytes(8)),
    ALGORITHM,
    NAME,
    der(SEQUENCE, time(now - DAY_MS), time(now + DAY_MS)),
    NAME,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', told, privateKey)]);
  return {
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    cert: pem('CERTIFICATE', der(SEQUENCE, told, ALGORITHM, der(BIT_STRING, signature))),
  };
}
