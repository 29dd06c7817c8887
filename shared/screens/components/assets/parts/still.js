/* A single picture from the camera, as fine as the camera gives it, upright, and small enough to be kept. */
const PATIENCE = 5000; // milliseconds: some cameras take long to focus, some never answer
const QUALITIES = [0.88, 0.8, 0.7, 0.55];

function within(promise) {
  return Promise.race([
    promise,
    new Promise((_, reject) => { setTimeout(() => reject(new Error("late")), PATIENCE); }),
  ]);
}

/* A still is finer than a frame of the video, and focused; not every browser and camera has stills. */
async function fromCamera(stream) {
  const camera = new ImageCapture(stream.getVideoTracks()[0]);
  const can = await camera.getPhotoCapabilities();
  const wish = {};
  if (can.imageWidth && can.imageHeight) {
    wish.imageWidth = can.imageWidth.max;
    wish.imageHeight = can.imageHeight.max;
  }
  if (can.fillLightMode && can.fillLightMode.includes("off")) wish.fillLightMode = "off"; // it glares on paper
  return createImageBitmap(await camera.takePhoto(wish), { imageOrientation: "from-image" });
}

async function finest(stream, video) {
  if ("ImageCapture" in window) {
    try {
      const picture = await within(fromCamera(stream));
      if (picture.width * picture.height >= video.videoWidth * video.videoHeight) return picture;
    } catch { /* no stills here: the frame that is seen is taken */ }
  }
  return createImageBitmap(video);
}

function canvas(width, height) {
  const made = document.createElement("canvas");
  made.width = Math.round(width);
  made.height = Math.round(height);
  return made;
}

/* A canvas with the picture, its longer side at most `longest` pixels. */
export async function still(stream, video, longest) {
  const picture = await finest(stream, video);
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const drawn = canvas(picture.width * scale, picture.height * scale);
  const pen = drawn.getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, drawn.width, drawn.height);
  picture.close();
  return drawn;
}

/* A quarter to the right. */
export function turned(picture) {
  const drawn = canvas(picture.height, picture.width);
  const pen = drawn.getContext("2d");
  pen.translate(drawn.width, 0);
  pen.rotate(Math.PI / 2);
  pen.drawImage(picture, 0, 0);
  return drawn;
}

/* Whether a sheet that fills the picture has fewer dots than `least` = [short side, long side]. */
export function coarse(picture, least) {
  const sides = [picture.width, picture.height].sort((one, other) => one - other);
  return sides[0] < least[0] || sides[1] < least[1];
}

/* As fine as fits into `heaviest` bytes. Only what is seen is in it: neither place nor time nor the tablet's name. */
export async function asJpeg(picture, heaviest) {
  let blob = null;
  for (const quality of QUALITIES) {
    blob = await new Promise((done) => { picture.toBlob(done, "image/jpeg", quality); });
    if (blob && blob.size <= heaviest) break;
  }
  if (!blob) throw new Error("no picture");
  return blob;
}
